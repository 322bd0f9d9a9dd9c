namespace KafkaRunner.Simulation.Kernel;

/// <summary>A thread of a world. It runs while it has the baton; otherwise it waits for something to be so, or for a time to pass.</summary>
/// <param name="id">Its number among all that was ever to happen in its world.</param>
/// <param name="owner">The process that it belongs to, with which it stands still and dies.</param>
/// <param name="name">What it is, in traces.</param>
internal sealed class Strand(long id, WorldRuntime? owner, string name)
{
    public long Id => id;

    public string Name => name;

    public Baton Baton { get; } = new();

    /// <summary>Gets or sets what it waits for.</summary>
    public Func<bool> IsSo { get; set; } = () => true;

    /// <summary>Gets or sets how long it waits for that.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.MaxValue;

    /// <summary>Gets or sets how often it was told that its world is over.</summary>
    public int Farewells { get; set; }

    /// <summary>Gets whether it cannot go on, whatever it waits for.</summary>
    public bool IsHeld => owner is { IsFrozen: true } or { IsDead: true };

    /// <summary>Gets whether it never goes on.</summary>
    public bool IsDead => owner is { IsDead: true };

    public bool CanGoOn(TimeSpan now) => !IsHeld && (Deadline <= now || IsSo());
}
