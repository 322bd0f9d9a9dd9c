namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The lines that a run and a case's process say to each other. A pass ends with a measurement, or with <see cref="Failed"/>.</summary>
internal static class CaseProtocol
{
    /// <summary>To the process: make a pass.</summary>
    public const string Run = "run";

    /// <summary>From the process: it failed, and why; nothing comes after it.</summary>
    public const string Failed = "failed ";
}
