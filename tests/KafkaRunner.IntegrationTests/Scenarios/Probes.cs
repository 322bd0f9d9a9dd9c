using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>Finds out when a group that starts at the end has begun: what it processes came after that.</summary>
internal static class Probes
{
    /// <summary>Produces messages into partitions until one of each was processed.</summary>
    public static Task UntilRead(this JournalRun run, TestBroker broker, string topic, params int[] partitions)
    {
        var count = 0;
        return Eventually.Until($"partitions {string.Join(", ", partitions)} are read", async () =>
        {
            foreach (var partition in partitions) await broker.Produce(topic, [new() { Value = $"probe-{count++}" }], partition);
            return run.Journal.Lines.Select(line => line.Partition).Distinct().ToList();
        }, read => partitions.All(read.Contains));
    }
}
