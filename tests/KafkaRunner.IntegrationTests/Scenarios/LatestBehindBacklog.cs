using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A new group starts at the end of a topic with many messages. The client may have fetched from the beginning before the start is sought: none of that
/// is processed, by either source.
/// </summary>
public sealed class LatestBehindBacklog(TestBroker broker)
{
    [Theory]
    [InlineData("native")]
    [InlineData("managed")]
    public async Task Nothing_old_is_processed(string source)
    {
        broker.RequireReal("the embedded one keeps little");
        var topic = await broker.CreateTopic(partitions: 4);
        var group = TestBroker.UniqueName("behind");
        await broker.Produce(topic, 20_000);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(["--start-position", "latest", "--message-source", source]);
        await process.WaitForLine("begins at");
        var produced = await broker.Produce(topic, 400, first: 20_000);
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.Equal(produced.Count, run.Count);
        Assert.DoesNotContain(process.Errors, line => line.Contains("went back", StringComparison.Ordinal));
    }
}
