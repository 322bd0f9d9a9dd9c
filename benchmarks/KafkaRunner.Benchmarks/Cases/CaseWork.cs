namespace KafkaRunner.Benchmarks.Cases;

/// <summary>What a pass of a case has to read.</summary>
internal sealed record CaseWork(string Brokers, string Topic, long Messages, int Partitions)
{
    /// <summary>The librdkafka properties that both sides of a comparison get.</summary>
    public static IReadOnlyDictionary<string, string> SharedProperties { get; } = new Dictionary<string, string>
    {
        ["fetch.queue.backoff.ms"] = "10",          // the default of a second stalls a fast reader
        ["queued.max.messages.kbytes"] = "16384",
        ["fetch.wait.max.ms"] = "100",
    };
}
