using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Delivery is at most once, and the process is killed while thousands of messages wait. No message begins a second time, and
/// committed although they never began are at most as many as may be in work at once.
/// </summary>
public sealed class AtMostOnceKilled(TestBroker broker)
{
    private const int Messages = 3_000;
    private const int MaxConcurrency = 32;      // the default

    [Theory]
    [InlineData("--ordering", "partition")]
    [InlineData("--ordering", "key")]
    [InlineData("--message-source", "managed")]
    public async Task Little_is_lost_and_nothing_begins_twice(string option, string value)
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(partitions: 6);
        var group = TestBroker.UniqueName("at-most-once");
        var produced = await broker.Produce(topic, Messages);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--delivery-guarantee", "at-most-once", "--kafka", "session.timeout.ms=6000", option, value];
        var atBegin = new Dictionary<string, string> { ["JOURNAL_AT_BEGIN"] = "1" };

        var first = run.Start(args, delayMs: 30, variables: atBegin);
        await run.Processed(100);
        first.Kill();
        await first.WaitForExit();

        var second = run.Start(args, variables: atBegin);
        await second.WaitForLine("was assigned");
        await broker.CommittedToTheEnd(group, topic);
        second.Terminate();
        Assert.Equal(0, await second.WaitForExit());
        Assert.InRange(run.Journal.Lost(produced).Count, 0, MaxConcurrency);
        Assert.Empty(run.Journal.Repeated);
    }
}
