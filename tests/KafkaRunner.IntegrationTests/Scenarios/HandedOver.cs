using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Two processes of one group share the partitions. One is stopped under load; the other has all of them within seconds, and no
/// message was lost or came twice, whatever the group's protocol.
/// </summary>
public sealed class HandedOver(TestBroker broker)
{
    [Theory]
    [InlineData("partition.assignment.strategy=range")]
    [InlineData("partition.assignment.strategy=cooperative-sticky")]
    [InlineData("group.protocol=consumer")]
    public async Task Without_loss_and_without_repeats(string protocol)
    {
        broker.RequireReal("the embedded one takes the session's length to rebalance");
        const int Partitions = 6;
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("handover");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        string[] args = ["--kafka", protocol];
        List<string> produced = [.. await broker.Produce(topic, 20_000)];

        var stays = run.Start(args, delayMs: 1);
        await run.Processed(500);
        var leaves = run.Start(args, delayMs: 1);
        await leaves.WaitForLine("was assigned");
        await run.Processed(2_000);

        leaves.Terminate();
        Assert.Equal(0, await leaves.WaitForExit());
        var left = DateTime.UtcNow;

        produced.AddRange(await broker.Produce(topic, 1_000, first: 20_000));
        await run.Processed(produced.Count, TimeSpan.FromSeconds(90));
        await broker.CommittedToTheEnd(group, topic);
        run.Journal.AssertEachOnce(produced);

        var all = run.Journal.Lines.Where(line => line.Time > left).GroupBy(line => line.Partition).Select(lines => lines.Min(line => line.Time) - left).ToList();
        Assert.Equal(Partitions, all.Count);
        Assert.All(all, wait => Assert.True(wait < TimeSpan.FromSeconds(5), $"A partition stood still for {wait.TotalSeconds:F1} s."));
        Assert.False(stays.HasExited);
    }
}
