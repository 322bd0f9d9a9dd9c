using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Processes come and go all the time, two at once, while messages arrive and some of them take a while: rebalances meet starts,
/// stops and each other. Whatever the group's protocol, each message is processed once, and each key's messages in their order.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class JoiningAndLeaving(TestBroker broker)
{
    private const int Partitions = 12;
    private const int Messages = 300_000;
    private const int Rounds = 8;       // in each two members join and two leave
    private const int Seed = 7;

    [Theory]
    [InlineData("partition.assignment.strategy=range")]
    [InlineData("partition.assignment.strategy=cooperative-sticky")]
    [InlineData("group.protocol=consumer")]
    public async Task Under_load_nothing_is_lost_and_nothing_is_repeated(string protocol)
    {
        broker.RequireReal("the embedded one takes the session's length to rebalance");
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("churn");
        var random = new Random(Seed);
        await using var load = Load.Start(broker.BootstrapServers, topic, perSecond: 7_000, Seed);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        List<ConsumerProcess> members = [Join(), Join()];
        await Task.WhenAll(members.Select(Joined));

        for (var round = 1; round <= Rounds; round++)
        {
            ConsumerProcess[] leaving = [Pick(), Pick()];
            ConsumerProcess[] joining = [Join(), Join()];
            foreach (var process in leaving)
            {
                await run.ProcessedFurther(random.Next(8_000));     // the one leaves early while the new ones start, the other late
                process.Terminate();
            }

            await Task.WhenAll(joining.Select(Joined));
            foreach (var process in leaving) Assert.Equal(0, await process.WaitForExit());
            members.AddRange(joining);
        }

        var produced = await load.Stop(atLeast: Messages);
        await run.Processed(produced.Count, TimeSpan.FromMinutes(2));
        foreach (var process in members) process.Terminate();
        foreach (var process in members) Assert.Equal(0, await process.WaitForExit());
        await broker.CommittedToTheEnd(group, topic);
        run.Journal.AssertEachOnce(produced, byKey: true);

        ConsumerProcess Join() => run.Start(
            ["--kafka", protocol, "--ordering", "key"], variables: new Dictionary<string, string> { ["RANDOM_DELAY_MS"] = "20", ["RANDOM_SEED"] = $"{Seed}" });
        Task Joined(ConsumerProcess process) => process.WaitForLine("was assigned", TimeSpan.FromSeconds(60));
        ConsumerProcess Pick()
        {
            var picked = members[random.Next(members.Count)];
            members.Remove(picked);
            return picked;
        }
    }
}
