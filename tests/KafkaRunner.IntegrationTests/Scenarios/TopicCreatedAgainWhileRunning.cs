using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A topic of 1,000 finished messages is deleted and created again under its consumer, and the new log is shorter. How far the old one
/// was read says nothing about the new one: what is committed never lies beyond its end, and when it has grown past the old
/// length, the next process has all of it.
/// </summary>
public sealed class TopicCreatedAgainWhileRunning(TestBroker broker)
{
    private const int OldLength = 1_000;
    private const int Short = 400;
    private const int NewLength = 1_200;

    [Theory]
    [InlineData("classic", "native")]
    [InlineData("classic", "managed")]
    [InlineData("consumer", "native")]
    [InlineData("consumer", "managed")]
    public async Task Nothing_of_the_new_log_is_skipped(string protocol, string source)
    {
        broker.RequireReal("the embedded one cannot delete topics");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("again");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = Start();
        await Produce("old", 0, OldLength);
        await run.Processed(OldLength);
        await broker.CommittedToTheEnd(group, topic);

        process.Freeze();
        await broker.CreateAgain(topic);
        List<string> produced = [.. await Produce("new", 0, Short)];
        process.Thaw();
        await Eventually.Until("the new messages are processed", () => run.Journal.Lost(produced), lost => lost.Count == 0, TimeSpan.FromSeconds(60));
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        Assert.Equal(Short, broker.Committed(group, topic)[0]);

        produced.AddRange(await Produce("new", Short, NewLength));
        var next = Start();
        await broker.CommittedToTheEnd(group, topic);
        next.Terminate();
        Assert.Equal(0, await next.WaitForExit());
        Assert.Empty(run.Journal.Lost(produced));
        Assert.Equal(NewLength - Short, run.CountOf(next));

        ConsumerProcess Start() => run.Start(
        [
            "--kafka", $"group.protocol={protocol}", "--message-source", source,
        ]);
        async Task<IReadOnlyList<string>> Produce(string prefix, int first, int end)
        {
            string[] values = [.. Enumerable.Range(first, end - first).Select(i => $"{prefix}-{i}")];
            await broker.Produce(topic, values.Select(value => new Message<string?, string?> { Key = value, Value = value }));
            return values;
        }
    }
}
