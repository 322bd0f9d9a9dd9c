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
    private const string Topic = "cut";
    private const int Cut = 10;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["broker.session.timeout.ms"] = "3000",
        ["broker.heartbeat.interval.ms"] = "500",
    };

    [Fact]
    public async Task What_was_fetched_and_not_read_is_dropped_when_the_log_is_cut_above_it()
    {
        await using var kafka = await KafkaCluster.StartAsync("it cuts a log", nodes: 3, settings: Settings);
        var broker = TestBroker.At(kafka.BootstrapServers);
        await kafka.Tool(
            "topics", "--create", "--topic", Topic, "--replica-assignment", "1:2",
            "--config", "min.insync.replicas=1", "--config", "unclean.leader.election.enable=true");
        await broker.Produce(Topic, Messages("kept", Cut));
        await kafka.Kill(2);
        await Eventually.Until("the leader is alone", () => Place(broker) is { Leader: 1, InSyncReplicas: [1] });
        await broker.Produce(Topic, Messages("gone", 10));
        using var member = new ModelFactsMember(broker.BootstrapServers, Topic, TestBroker.UniqueName("facts"));
        await member.PollUntil("it has the partition", () => member.Sources.Count == 1);
        await member.PollUntil("some are read", () => member.Offsets.Count + member.Read(3) >= 3);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);       // all others are fetched

        await kafka.Kill(1);
        await kafka.Restart(2);
        await Eventually.Until("the follower leads", () => Place(broker) is { Leader: 2 }, TimeSpan.FromSeconds(60));
        await broker.Produce(Topic, Messages("new", 5));
        await member.PollUntil("the new log is read", () => member.Read(100) < 0 || member.Offsets is [.., Cut + 4]);
        TestContext.Current.SendDiagnosticMessage(string.Join(' ', member.Offsets));
        Assert.Equal([0, 1, 2, 10, 11, 12, 13, 14], member.Offsets);
    }

    private static IEnumerable<Message<string?, string?>> Messages(string prefix, int count) =>
        Enumerable.Range(0, count).Select(i => new Message<string?, string?> { Key = $"{i}", Value = $"{prefix}-{i}" });

    private static PartitionMetadata? Place(TestBroker broker)
    {
        var config = new AdminClientConfig { BootstrapServers = broker.BootstrapServers };
        using var admin = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(Topic, TimeSpan.FromSeconds(5)).Topics.Single().Partitions.SingleOrDefault();
        }
        catch (KafkaException)
        {
            return null;        // no node answers now
        }
    }
}
