using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The broker takes less metadata with a commit than others do, or none. Many messages of two partitions are stuck, in no order, with
/// thousands finished between and behind them, so that what is to be remembered does not fit. Commits go on all the same, in
/// each partition; a warning says so once; and after a stop nothing is lost, and what still fitted is not repeated.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class LimitedMetadata
{
    private const string Group = "limited";
    private const int Partitions = 3;
    private const int Count = 6_000;        // in each
    private const int FirstStuck = 100;
    private const int Free = 2;             // the partition where nothing is stuck

    [Theory]
    [InlineData(512)]
    [InlineData(64)]
    [InlineData(0)]
    public async Task Commits_go_on_and_nothing_is_lost(int limit)
    {
        var settings = new Dictionary<string, string> { ["offset.metadata.max.bytes"] = $"{limit}" };
        await using var kafka = await KafkaCluster.StartAsync("a broker with its own limit for metadata", settings: settings);
        var broker = TestBroker.At(kafka.BootstrapServers);
        var topic = await broker.CreateTopic(Partitions);
        string[] produced = [.. Enumerable.Range(0, Partitions).SelectMany(p => Enumerable.Range(0, Count).Select(i => Value(p, i)))];
        foreach (var values in produced.GroupBy(value => value[0] - '0'))
        {
            await broker.Produce(topic, values.Select(value => new Message<string?, string?> { Key = value, Value = value }), values.Key);
        }

        await using var run = new JournalRun(broker.BootstrapServers, topic, Group);
        var first = Start(Stuck());
        await Eventually.Until(
            "each partition is committed up to its first stuck message", () => broker.Committed(Group, topic),
            committed => committed.All(c => c.Value == (c.Key == Free ? Count : FirstStuck)));
        await broker.Produce(topic, [new() { Value = "late" }], Free);
        await Eventually.Until("commits go on", () => broker.Committed(Group, topic)[Free], committed => committed == Count + 1);
        first.Terminate();
        Assert.Equal(1, await first.WaitForExit());     // something will be repeated
        Assert.Single(
            first.Errors, line => line.Contains(" warn: ", StringComparison.Ordinal) && line.Contains("metadata", StringComparison.Ordinal));
        Assert.InRange(first.Errors.Count(line => line.Contains("could not commit", StringComparison.Ordinal)), 0, Partitions * 5);

        var before = run.JournalOf(first);
        var second = Start([]);
        await broker.CommittedToTheEnd(Group, topic);
        second.Terminate();
        Assert.Equal(0, await second.WaitForExit());
        Assert.Empty(run.Journal.Lost([.. produced, "late"]));
        for (var partition = 0; partition < Partitions; partition++) AssertRepeatedAtTheEndAtMost(partition, before, run.JournalOf(second), limit);

        ConsumerProcess Start(IEnumerable<string> stuck) => run.Start(
            ["--ordering", "key", "--max-concurrency", "2000", "--shutdown-timeout", "500ms"],
            variables: new Dictionary<string, string> { ["STUCK_VALUES"] = string.Join(',', stuck) });
    }

    // What fits is named from the committed offset on, so no message that is repeated lies before one that is spared.
    private static void AssertRepeatedAtTheEndAtMost(int partition, Journal before, Journal after, int limit)
    {
        var again = after.Lines.Where(line => line.Partition == partition).Select(line => line.Offset).ToHashSet();
        var finished = before.Lines.Where(line => line.Partition == partition).Select(line => line.Offset).Order().ToList();
        var spared = finished.Count(offset => !again.Contains(offset));
        Assert.Equal(finished.Take(spared), finished.Where(offset => !again.Contains(offset)));
        Assert.InRange(spared, partition == Free ? Count + 1 : FirstStuck, finished.Count);
        if (limit == 512 && partition != Free) Assert.True(spared > FirstStuck + 1_000, $"Of {finished.Count} only {spared} are not repeated.");
    }

    private static string Value(int partition, int index) => $"{partition}-{index}";

    private static List<string> Stuck()
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, Partitions).Where(p => p != Free).SelectMany(p => Enumerable.Range(FirstStuck, Count - FirstStuck)
            .Where(i => i == FirstStuck || random.Next(10) == 0).Select(i => Value(p, i)))];
    }
}
