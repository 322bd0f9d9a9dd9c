using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// One message hangs and heeds nothing, a hundred behind it are finished and not committed yet. The stop by force commits them and leaves
/// the group, on every protocol: another member has the partition at once, and processes the hung message alone.
/// </summary>
public sealed class ForcedEndHandsOver(TestBroker broker)
{
    [Theory]
    [InlineData("partition.assignment.strategy=range")]
    [InlineData("partition.assignment.strategy=cooperative-sticky")]
    [InlineData("group.protocol=consumer")]
    public async Task What_is_finished_is_committed_and_the_next_member_need_not_wait(string protocol)
    {
        broker.RequireReal("the embedded one lets a member come back only after its session");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("forced");
        await broker.Produce(topic, 101, keys: 101);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--kafka", protocol, "--ordering", "key"];
        var first = run.Start(
            [.. args, "--commit-interval", "1h", "--shutdown-timeout", "500ms", "--cancellation-grace", "300ms", "--max-concurrency", "1000"],
            stubborn: true, variables: new Dictionary<string, string> { ["SLOW_VALUE"] = "0", ["SLOW_MS"] = "600000" });
        await run.Processed(100);
        var second = run.Start(args);
        await second.WaitForLine("started");

        first.Terminate();
        Assert.Equal(3, await first.WaitForExit(TimeSpan.FromSeconds(10)));
        await run.Processed(101, TimeSpan.FromSeconds(10));
        await broker.CommittedToTheEnd(group, topic);
        second.Terminate();
        Assert.Equal(0, await second.WaitForExit());
        Assert.Equal("0", Assert.Single(run.JournalOf(second).Lines).Value);
    }
}
