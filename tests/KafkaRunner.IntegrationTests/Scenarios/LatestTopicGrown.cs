using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A group that started at the end has been there for a while when its topic gets more partitions. Their first messages are
/// written before the group knows of them. They came after its beginning, so they are processed.
/// </summary>
public sealed class LatestTopicGrown(TestBroker broker)
{
    private const int Before = 2;
    private const int After = 4;

    [Theory]
    [InlineData("classic", true)]
    [InlineData("classic", false)]
    [InlineData("consumer", true)]
    [InlineData("consumer", false)]
    public async Task The_new_partitions_are_read_from_their_beginning(string protocol, bool whileRunning)
    {
        broker.RequireReal("the embedded one cannot add partitions");
        var topic = await broker.CreateTopic(Before);
        await broker.Produce(topic, 20);
        var group = TestBroker.UniqueName("grown");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = Start();
        await process.WaitForLine("was assigned topic-");
        await broker.CommittedEverywhere(group, topic);

        if (whileRunning) process.Freeze();     // so that it cannot notice yet
        else await Stop();
        await broker.Grow(topic, After);
        List<string> produced = [];
        for (var partition = Before; partition < After; partition++) produced.AddRange(await Produce(partition));
        if (whileRunning) process.Thaw();
        else process = Start();

        await run.Processed(produced.Count);
        await broker.CommittedToTheEnd(group, topic);
        await Stop();
        run.Journal.AssertEachOnce(produced);
        Assert.Equal(produced.Count, run.Count);

        ConsumerProcess Start() => run.Start(
        [
            "--start-position", "latest", "--kafka", $"group.protocol={protocol}", "--kafka", "topic.metadata.refresh.interval.ms=1000",
        ]);
        async Task Stop()
        {
            process.Terminate();
            Assert.Equal(0, await process.WaitForExit());
        }

        async Task<IReadOnlyList<string>> Produce(int partition)
        {
            string[] values = [.. Enumerable.Range(0, 10).Select(i => $"{partition}-{i}")];
            await broker.Produce(topic, values.Select(value => new Message<string?, string?> { Value = value }), partition);
            return values;
        }
    }
}
