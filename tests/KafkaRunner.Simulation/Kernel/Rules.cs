namespace KafkaRunner.Simulation.Kernel;

/// <summary>The rules that a world itself watches over. What lives in it brings its own.</summary>
internal static class Rules
{
    /// <summary>Nothing that happens throws.</summary>
    public const string Exception = "exception";

    /// <summary>There is something to happen as long as somebody waits.</summary>
    public const string Stuck = "stuck";

    /// <summary>A world is over after so many steps.</summary>
    public const string Steps = "steps";

    /// <summary>A world is over after so much time of its own.</summary>
    public const string Time = "time";

    /// <summary>A step takes no more than some seconds of the real clock: otherwise a thread waits for what no other can do, or goes round in circles.</summary>
    public const string Hung = "hung";

    /// <summary>Nothing runs on the pool of the process, or on other threads that are not the world's.</summary>
    public const string RealPool = "real pool";

    /// <summary>The process that runs a seed does not end by it.</summary>
    public const string Process = "process";

    /// <summary>The same seed lives the same life.</summary>
    public const string Deterministic = "deterministic";
}
