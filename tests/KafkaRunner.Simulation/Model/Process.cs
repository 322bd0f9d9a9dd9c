using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>The process that a client is in: what happens on its threads waits while it is frozen, and never happens once it is killed.</summary>
internal sealed class Process(IWorld world, string name)
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly List<Action> _held = [];

    public IWorld World => world;

    public string Name => name;

    public bool IsKilled { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Has something happen in the process, when a time has passed.</summary>
    public void Later(TimeSpan delay, string what, Action happens) => world.After(delay, $"{name}: {what}", () => Run(happens));

    /// <summary>Has something happen in the process now, or when it goes on.</summary>
    public void Run(Action happens)
    {
        if (IsKilled) return;
        if (IsFrozen) _held.Add(happens);
        else happens();
    }

    /// <summary>Waits on one of its threads.</summary>
    /// <returns>Whether it came to be so.</returns>
    /// <exception cref="ProcessKilledException">It was killed.</exception>
    public bool Wait(Func<bool> isSo, TimeSpan timeout)
    {
        ThrowIfKilled();
        var isReached = timeout > TimeSpan.Zero ? world.WaitUntil(() => IsKilled || (!IsFrozen && isSo()), timeout) : isSo();
        while (IsFrozen && !IsKilled) world.WaitUntil(() => IsKilled || !IsFrozen, Long);
        ThrowIfKilled();
        return isReached || isSo();
    }

    public void ThrowIfKilled()
    {
        if (IsKilled) throw new ProcessKilledException(name);
    }

    public void Kill()
    {
        if (IsKilled) return;
        IsKilled = true;
        _held.Clear();
        world.Note(Happening.Killed, name);
    }

    public void SetFrozen(bool isFrozen)
    {
        if (IsKilled || IsFrozen == isFrozen) return;
        IsFrozen = isFrozen;
        world.Note(isFrozen ? Happening.Frozen : Happening.Thawed, name);
        if (isFrozen) return;
        Action[] held = [.. _held];
        _held.Clear();
        foreach (var happens in held) Later(TimeSpan.Zero, "goes on", happens);
    }
}

/// <summary>The process is killed: nothing that its threads ask of their client is done any more, and this ends them.</summary>
internal sealed class ProcessKilledException(string name) : Exception($"The process of {name} is killed.");
