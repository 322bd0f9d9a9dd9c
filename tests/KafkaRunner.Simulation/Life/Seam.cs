namespace KafkaRunner.Simulation.Life;

/// <summary>Throws once, at one seam of the engine, when it was armed.</summary>
internal sealed class Seam
{
    /// <summary>What is thrown: nothing else in a life is of this type.</summary>
    internal sealed class InjectedException(string seam) : Exception($"thrown at {seam}");

    public static readonly string[] All =
    [
        "client: Poll", "client: Commit", "client: ServeCommits", "client: CommittedAsync", "client: Open", "client: LogsAsync", "client: TrySeek", "client: Wake",
        "client: Close", "client: Dispose", "source: Read", "source: Position", "tracker: Add", "tracker: Finish", "listener: Assigned", "listener: Revoking",
    ];

    private string? _armed;

    /// <summary>Gets whether it has thrown.</summary>
    public bool HasThrown { get; private set; }

    public void Arm(string seam) => _armed = seam;

    public void Disarm() => _armed = null;

    /// <summary>The engine is at a seam.</summary>
    public void At(string seam)
    {
        if (_armed != seam) return;
        _armed = null;
        HasThrown = true;
        throw new InjectedException(seam);
    }
}
