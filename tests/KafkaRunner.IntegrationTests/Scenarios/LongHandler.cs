using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// One message takes 40 seconds, four times as long as a client may go without polling and far longer than its session. The
/// membership stays, the message is processed once, and the other partitions do not notice.
/// </summary>
public sealed class LongHandler(TestBroker broker)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task It_never_costs_the_membership()
    {
        broker.RequireReal("the embedded one has no poll interval to exceed");
        const int Partitions = 3;
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("long");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(
            [
                "--kafka", "max.poll.interval.ms=10000", "--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1000",
                "--drain-timeout", "3s", "--ordering", "key",
            ],
            variables: new Dictionary<string, string> { ["SLOW_VALUE"] = "long", ["SLOW_MS"] = $"{Long.TotalMilliseconds}" });
        await broker.Produce(topic, [new() { Value = "long" }], partition: 0);
        await process.WaitForLine("begins a message: long");
        var began = DateTime.UtcNow;

        List<string> produced = ["long"];
        while (DateTime.UtcNow < began + Long - TimeSpan.FromSeconds(2))
        {
            string[] values = [$"{produced.Count}", $"{produced.Count + 1}"];
            foreach (var (value, index) in values.Select((value, index) => (value, index)))
            {
                await broker.Produce(topic, [new() { Value = value }], partition: 1 + index);
            }

            produced.AddRange(values);
            var others = produced.Count - 1;
            await Eventually.Until("the other partitions go on", () => run.Count, count => count == others, TimeSpan.FromSeconds(5));
            await Eventually.Until("and are committed", () => broker.Committed(group, topic), offsets => offsets[1] + offsets[2] == others, TimeSpan.FromSeconds(5));
        }

        await run.Processed(produced.Count);
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced, byKey: true);
        Assert.Single(process.Errors, line => line.Contains("was assigned", StringComparison.Ordinal));
        Assert.Single(process.Errors, line => line.Contains("begins a message: long", StringComparison.Ordinal));
        Assert.DoesNotContain(process.Errors, line => line.Contains(" lost ", StringComparison.Ordinal));
    }
}
