using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Delivery is at most once, thousands of messages wait, and a second member joins. The partitions that it gets had little time to
/// finish; what never began in them was not committed, so that the second one has it: each message once.
/// </summary>
public sealed class AtMostOnceHandedOver(TestBroker broker)
{
    private const int Messages = 3_000;

    [Theory]
    [InlineData("--ordering", "partition")]
    [InlineData("--ordering", "key")]
    [InlineData("--message-source", "managed")]
    public async Task Nothing_is_lost_and_nothing_comes_twice(string option, string value)
    {
        broker.RequireReal("the embedded one takes the session's length to rebalance");
        var topic = await broker.CreateTopic(partitions: 6);
        var group = TestBroker.UniqueName("at-most-once");
        var produced = await broker.Produce(topic, Messages);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args =
        [
            "--delivery-guarantee", "at-most-once", "--drain-timeout", "500ms", "--max-concurrency", "6",
            "--kafka", "heartbeat.interval.ms=500", option, value,
        ];

        var first = run.Start(args, delayMs: 10);
        await run.Processed(100);
        var second = run.Start(args, delayMs: 10);
        await second.WaitForLine("was assigned topic-");
        await broker.CommittedToTheEnd(group, topic);
        foreach (var member in new[] { first, second }) member.Terminate();
        foreach (var member in new[] { first, second }) Assert.Equal(0, await member.WaitForExit());
        run.Journal.AssertEachOnce(produced, byKey: option == "--ordering" && value == "key");
        Assert.NotEqual(0, run.CountOf(second));
    }
}
