using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A consumer reads through Confluent's public interface alone. More waits than it holds, so partitions are paused and go on; it is
/// stopped in the middle, and the next one has the rest: each message once, in order, everything committed.
/// </summary>
public sealed class ReadManaged(TestBroker broker)
{
    private static readonly string[] Args = ["--message-source", "managed", "--prefetch-megabytes", "1"];

    [Fact]
    public async Task Each_message_once_and_in_order_over_a_stop()
    {
        var topic = await broker.CreateTopic(partitions: 3);
        var group = TestBroker.UniqueName("managed");
        var produced = await broker.Produce(topic, 30_000);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);

        var first = run.Start(Args);
        await first.WaitForLine("Confluent.Kafka's public interface");
        await run.Processed(3_000);
        first.Terminate();
        Assert.Equal(0, await first.WaitForExit());

        var second = run.Start(Args);
        await run.Processed(produced.Count, TimeSpan.FromSeconds(90));
        await broker.CommittedToTheEnd(group, topic);
        second.Terminate();
        Assert.Equal(0, await second.WaitForExit());

        run.Journal.AssertEachOnce(produced);
        Assert.Empty(run.Journal.OutOfOrder);
    }
}
