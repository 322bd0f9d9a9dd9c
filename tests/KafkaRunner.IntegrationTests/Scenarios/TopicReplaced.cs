using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A topic is deleted and created again under its consumer, and nothing in the log says so: the new one is longer at once, or the last message of the
/// old one ends when the new one is there already. The topic's id tells: the new log is read from its beginning.
/// </summary>
public sealed class TopicReplaced(TestBroker broker)
{
    private const int OldLength = 100;
    private const int NewLength = 300;

    [Theory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task A_log_that_is_longer_at_once_is_read_from_its_beginning(string protocol)
    {
        broker.RequireReal("the embedded one cannot delete topics");
        var (topic, group) = (await broker.CreateTopic(), TestBroker.UniqueName("replaced"));
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(["--kafka", $"group.protocol={protocol}"]);
        await Produce(topic, "old", OldLength);
        await broker.CommittedToTheEnd(group, topic);

        await broker.CreateAgain(topic);
        var produced = await Produce(topic, "new", NewLength);
        await Eventually.Until("the new messages are processed", () => run.Journal.Lost(produced), lost => lost.Count == 0, TimeSpan.FromSeconds(60));
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task An_offset_of_the_old_log_is_not_believed_in_the_new_one(string protocol)
    {
        broker.RequireReal("the embedded one cannot delete topics");
        var (topic, group) = (await broker.CreateTopic(), TestBroker.UniqueName("replaced"));
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--kafka", $"group.protocol={protocol}"];
        await Produce(topic, "old", OldLength);
        var process = run.Start(args, variables: new Dictionary<string, string> { ["STUCK_VALUES"] = $"old-{OldLength - 1}" });
        await run.Processed(OldLength - 1);

        await broker.CreateAgain(topic);
        run.Release();
        await run.Processed(OldLength);
        process.Terminate();
        await process.WaitForExit();
        var produced = await Produce(topic, "new", 2 * OldLength);
        var next = run.Start(args);
        await broker.CommittedToTheEnd(group, topic);
        next.Terminate();
        Assert.Equal(0, await next.WaitForExit());
        Assert.Empty(run.Journal.Lost(produced));
    }

    private async Task<string[]> Produce(string topic, string prefix, int count)
    {
        string[] values = [.. Enumerable.Range(0, count).Select(i => $"{prefix}-{i}")];
        await broker.Produce(topic, values.Select(value => new Message<string?, string?> { Key = value, Value = value }));
        return values;
    }
}
