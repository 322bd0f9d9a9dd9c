namespace KafkaRunner.Simulation.Kernel;

/// <summary>A world in which one thing happens at a time, by a clock of its own, and for a seed always the same.</summary>
internal interface IWorld
{
    /// <summary>Gets how much time has passed in it.</summary>
    TimeSpan Now { get; }

    /// <summary>Gets a number from 0 to below another one, by chance.</summary>
    int Pick(int below);

    /// <summary>Gets whether something of a probability from 0 to 1 comes true.</summary>
    bool Chance(double probability);

    /// <summary>Has something happen, when a time has passed. What is due at the same time happens in an order by chance.</summary>
    void After(TimeSpan delay, string what, Action happens);

    /// <summary>Waits, on a thread of this world, until something is so, or a time has passed; meanwhile others go on.</summary>
    /// <returns>Whether it is so.</returns>
    bool WaitUntil(Func<bool> isSo, TimeSpan timeout);

    /// <summary>Takes note of something that has happened: it counts in the seed's hash, and its kind in the coverage.</summary>
    void Note(string kind, string what);

    /// <summary>A rule is broken: the seed has failed.</summary>
    void Fail(string rule, string what);
}
