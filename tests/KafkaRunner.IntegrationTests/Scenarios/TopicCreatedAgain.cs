using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A group stops with an offset map: one message unfinished, those behind it finished. Then the topic is deleted and created
/// again, with other messages at the same offsets. The map is not theirs: nothing is skipped, even where the committed offset and
/// the map were restored from a copy.
/// </summary>
public sealed class TopicCreatedAgain(TestBroker broker)
{
    private const int Count = 500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_skipped(bool offsetsRestored)
    {
        broker.RequireReal("the embedded one cannot delete topics");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("again");
        await Produce(topic, "old");
        await using (var before = new JournalRun(broker.BootstrapServers, topic, group))
        {
            var process = before.Start(
                ["--shutdown-timeout", "500ms", "--ordering", "key"], variables: new Dictionary<string, string> { ["STUCK_VALUES"] = "old-0" });
            await before.Processed(Count - 1);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExit());
        }

        var committed = await OffsetProtocol.Read(broker.BootstrapServers, group, topic, 0);
        Assert.Equal(0, committed.Offset);
        Assert.NotEmpty(committed.Metadata);

        await broker.CreateAgain(topic);
        var produced = await Produce(topic, "new");
        if (offsetsRestored) await OffsetProtocol.Write(broker.BootstrapServers, group, topic, 0, committed);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var after = run.Start(["--ordering", "key"]);
        await broker.CommittedToTheEnd(group, topic);
        after.Terminate();
        Assert.Equal(0, await after.WaitForExit());
        run.Journal.AssertEachOnce(produced, byKey: true);
        Assert.Equal(Count, run.Count);
    }

    private async Task<List<string>> Produce(string topic, string prefix)
    {
        List<string> values = [.. Enumerable.Range(0, Count).Select(i => $"{prefix}-{i}")];
        await broker.Produce(topic, values.Select(value => new Message<string?, string?> { Key = value, Value = value }));
        return values;
    }
}
