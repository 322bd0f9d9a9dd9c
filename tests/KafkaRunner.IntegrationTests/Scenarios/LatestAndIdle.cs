using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A new group starts at the end, and is stopped before anything came. It began all the same: what comes while nobody runs is
/// processed by the next process, and what was there before the group is not.
/// </summary>
public sealed class LatestAndIdle(TestBroker broker)
{
    private const int Count = 20;

    [Theory]
    [InlineData("--kafka", "group.protocol=classic")]
    [InlineData("--kafka", "group.protocol=consumer")]
    [InlineData("--message-source", "managed")]
    public async Task What_comes_while_nobody_runs_is_processed(string option, string value)
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(partitions: 2);
        await broker.Produce(topic, Count);
        var group = TestBroker.UniqueName("latest");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--start-position", "latest", option, value];
        var idle = run.Start(args);
        await idle.WaitForLine("was assigned topic-");
        await broker.CommittedEverywhere(group, topic);
        idle.Terminate();
        Assert.Equal(0, await idle.WaitForExit());

        var produced = await broker.Produce(topic, Count, first: Count);
        var next = run.Start(args);
        await next.WaitForLine("was assigned topic-");
        await broker.CommittedToTheEnd(group, topic);
        next.Terminate();
        Assert.Equal(0, await next.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.Equal(Count, run.Count);
    }

    [Fact]
    public async Task So_it_is_in_a_partition_that_was_idle_beside_a_busy_one()
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(partitions: 2);
        await Produce("old");
        var group = TestBroker.UniqueName("latest");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--start-position", "latest"];
        var first = run.Start(args);
        await run.UntilRead(broker, topic, 0);
        first.Terminate();
        Assert.Equal(0, await first.WaitForExit());

        var produced = await Produce("new");
        var next = run.Start(args);
        await next.WaitForLine("was assigned topic-");
        await broker.CommittedToTheEnd(group, topic);
        next.Terminate();
        Assert.Equal(0, await next.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.DoesNotContain(run.Journal.Lines, line => line.Value.StartsWith("old", StringComparison.Ordinal));

        async Task<string[]> Produce(string prefix)
        {
            string[] values = [.. Enumerable.Range(0, Count).Select(i => $"{prefix}-{i}")];
            await broker.Produce(topic, values.Select(value => new Confluent.Kafka.Message<string?, string?> { Value = value }), partition: 1);
            return values;
        }
    }
}
