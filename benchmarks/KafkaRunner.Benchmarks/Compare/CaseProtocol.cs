namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The lines that a run and a case's process say to each other. A pass ends with a measurement, or with <see cref="Failed"/>.</summary>
internal static class CaseProtocol
{
    /// <summary>To the process: make a pass.</summary>
    public const string Run = "run";

    /// <summary>From a process that reads what another one sends: it has read from all partitions, so what comes now may count.</summary>
    public const string Ready = "ready";

    /// <summary>To the process that sends: whoever reads is ready, so what comes now counts.</summary>
    public const string Count = "count";

    /// <summary>From the process: it failed, and why; nothing comes after it.</summary>
    public const string Failed = "failed ";
}
