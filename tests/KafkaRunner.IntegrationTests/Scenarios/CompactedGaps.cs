using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A compacted topic: of most keys only the last message is left, and where the others were there are gaps. What is there is
/// processed once, across a stop in the middle, and the group reaches the end.
/// </summary>
public sealed class CompactedGaps(TestBroker broker)
{
    private const int Keys = 50;
    private const int Turns = 40;

    [Fact]
    public async Task Offsets_that_are_not_there_are_passed()
    {
        broker.RequireReal("the embedded one does not compact");
        var topic = await broker.CreateTopic(settings: new Dictionary<string, string>
        {
            ["cleanup.policy"] = "compact",
            ["segment.ms"] = "50",              // a segment is closed by the first message after that time, then it can be cleaned
            ["min.cleanable.dirty.ratio"] = "0.001",
            ["max.compaction.lag.ms"] = "50",
        });
        for (var turn = 0; turn < Turns; turn++) await broker.Produce(topic, Keys, first: turn * Keys, keys: Keys);
        var end = broker.EndOffsets(topic)[0];
        // The cleaner looks for work every 15 seconds.
        var left = await Eventually.Until("gaps are there", () => Read(topic, end), values => values.Count < end / 2, TimeSpan.FromSeconds(60));

        var group = TestBroker.UniqueName("compacted");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var first = run.Start(["--ordering", "key"], delayMs: 20);
        await run.Processed(5);
        first.Terminate();
        Assert.Equal(0, await first.WaitForExit());

        var second = run.Start(["--ordering", "key"]);
        await broker.CommittedToTheEnd(group, topic);
        second.Terminate();
        Assert.Equal(0, await second.WaitForExit());
        run.Journal.AssertEachOnce(Read(topic, end), byKey: true);
        Assert.Subset(left.ToHashSet(), run.Journal.Lines.Select(line => line.Value).ToHashSet());
    }

    private List<string> Read(string topic, long end)
    {
        var config = new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = TestBroker.UniqueName("readers"), FetchWaitMaxMs = 50 };
        using var consumer = new ConsumerBuilder<Ignore, string>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var values = new List<string>();
        while (consumer.Consume(Eventually.DefaultTimeout) is { } message)
        {
            values.Add(message.Message.Value);
            if (message.Offset == end - 1) return values;      // the last one of a log is never cleaned away
        }

        throw new TimeoutException($"The end of {topic} was not read.");
    }
}
