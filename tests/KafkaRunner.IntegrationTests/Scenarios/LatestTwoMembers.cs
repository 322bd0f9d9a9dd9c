using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Two members of a new group that starts at the end come at the same time. Partitions go from the one to the other before anything
/// was processed. Neither takes the other's partitions for new ones: what was there before is not processed, and of what comes
/// since then nothing is missing.
/// </summary>
public sealed class LatestTwoMembers(TestBroker broker)
{
    private const int Partitions = 4;

    [Theory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task Neither_reads_from_the_beginning(string protocol)
    {
        broker.RequireReal("the embedded one takes the session's length to rebalance");
        var topic = await broker.CreateTopic(Partitions);
        for (var partition = 0; partition < Partitions; partition++) await Produce("old", partition);
        var group = TestBroker.UniqueName("together");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--start-position", "latest", "--kafka", $"group.protocol={protocol}"];
        ConsumerProcess[] members = [run.Start(args), run.Start(args)];
        foreach (var member in members) await member.WaitForLine("was assigned topic-");
        await run.UntilRead(broker, topic, [.. Enumerable.Range(0, Partitions)]);

        List<string> produced = [];
        for (var partition = 0; partition < Partitions; partition++) produced.AddRange(await Produce("new", partition));
        await broker.CommittedToTheEnd(group, topic);
        foreach (var member in members) member.Terminate();
        foreach (var member in members) Assert.Equal(0, await member.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.DoesNotContain(run.Journal.Lines, line => line.Value.StartsWith("old", StringComparison.Ordinal));
        foreach (var lines in run.Journal.Lines.GroupBy(line => line.Partition))
        {
            Assert.Equal(lines.Max(line => line.Offset) + 1 - lines.Min(line => line.Offset), lines.Count());     // no gaps
        }

        async Task<string[]> Produce(string prefix, int partition)
        {
            string[] values = [.. Enumerable.Range(0, 25).Select(i => $"{prefix}-{partition}-{i}")];
            await broker.Produce(topic, values.Select(value => new Message<string?, string?> { Value = value }), partition);
            return values;
        }
    }
}
