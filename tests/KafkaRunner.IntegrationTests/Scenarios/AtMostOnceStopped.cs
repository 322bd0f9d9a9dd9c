using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Delivery is at most once, thousands of messages wait, and a stop has one second. What was in work by then ends in time, and
/// what never began was not committed: the next process has the rest, each message once.
/// </summary>
public sealed class AtMostOnceStopped(TestBroker broker)
{
    private const int Messages = 3_000;

    [Theory]
    [InlineData("--ordering", "partition")]
    [InlineData("--ordering", "key")]
    [InlineData("--message-source", "managed")]
    public async Task What_never_began_is_processed_by_the_next_process(string option, string value)
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(partitions: 6);
        var group = TestBroker.UniqueName("at-most-once");
        var produced = await broker.Produce(topic, Messages);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--delivery-guarantee", "at-most-once", "--shutdown-timeout", "1s", option, value];

        var first = run.Start(args, delayMs: 30);
        await run.Processed(100);
        first.Terminate();
        Assert.Equal(0, await first.WaitForExit());
        Assert.InRange(run.Count, 100, Messages - 1_000);       // it was stopped in the middle

        var second = run.Start(args);
        await second.WaitForLine("was assigned");
        await broker.CommittedToTheEnd(group, topic);
        second.Terminate();
        Assert.Equal(0, await second.WaitForExit());
        run.Journal.AssertEachOnce(produced, byKey: option == "--ordering" && value == "key");
    }
}
