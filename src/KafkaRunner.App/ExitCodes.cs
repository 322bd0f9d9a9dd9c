namespace KafkaRunner.App;

/// <summary>How a runner's process ends; the same numbers everywhere.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Misused = 2;
    public const int Forced = 3;

    /// <summary>Each code with its meaning, as the help lists them.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "done, or stopped cleanly, also by a signal"),
        (Failed, "a consumer or the program failed, or not everything that had finished could be committed"),
        (Misused, "misused: an option, a name or the configuration is wrong"),
        (Forced, "stopped by force, with messages still in work"),
    ];
}
