using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.IntegrationTests.Scenarios;

namespace KafkaRunner.IntegrationTests.Client;

/// <summary>
/// What librdkafka does with what it has fetched, and nobody has read yet, when the log is cut: it goes on where the log parts, and drops all of it, also
/// what lies below.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class CutLogFacts
{
    private const string Topic = CutLogCluster.Topic;
    private const int Cut = 10;

    [Fact]
    public async Task What_was_fetched_and_not_read_is_dropped_when_the_log_is_cut_above_it()
    {
        await using var kafka = await CutLogCluster.StartAsync();
        var broker = kafka.Broker;
        await broker.Produce(Topic, Messages("kept", Cut));
        await kafka.LeaveLeaderAlone();
        await broker.Produce(Topic, Messages("gone", 10));
        using var member = new ModelFactsMember(broker.BootstrapServers, Topic, TestBroker.UniqueName("facts"));
        await member.PollUntil("it has the partition", () => member.Sources.Count == 1);
        await member.PollUntil("some are read", () => member.Offsets.Count + member.Read(3) >= 3);      // one fetch brings all

        await kafka.Cut();
        await broker.Produce(Topic, Messages("new", 5));
        await member.PollUntil("the new log is read", () => member.Read(100) < 0 || member.Offsets is [.., Cut + 4]);
        Assert.Equal([0, 1, 2, 10, 11, 12, 13, 14], member.Offsets);
    }

    private static IEnumerable<Message<string?, string?>> Messages(string prefix, int count) =>
        Enumerable.Range(0, count).Select(i => new Message<string?, string?> { Key = $"{i}", Value = $"{prefix}-{i}" });
}
