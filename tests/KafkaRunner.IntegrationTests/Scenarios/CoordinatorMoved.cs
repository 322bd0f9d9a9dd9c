using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// Three nodes; the one that coordinates the group is killed under load. Another one takes the group over, the members find it,
/// and nothing is lost. After a clean stop nothing is processed again.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class CoordinatorMoved
{
    private const int Partitions = 6;
    private const string Group = "moved";

    [Fact]
    public async Task The_members_follow_it()
    {
        await using var kafka = await KafkaCluster.StartAsync("it kills one node of three", nodes: 3);
        var broker = TestBroker.At(kafka.BootstrapServers);
        var topic = await broker.CreateTopic(Partitions);
        await using var load = Load.Start(broker.BootstrapServers, topic, perSecond: 3_000, seed: 13);
        await using var run = new JournalRun(broker.BootstrapServers, topic, Group);
        using var watch = CommitWatch.Start(broker.BootstrapServers, Group, topic, Partitions);
        ConsumerProcess[] members = [Start(), Start()];
        foreach (var member in members) await member.WaitForLine("was assigned topic-");
        await run.ProcessedFurther(5_000);

        var coordinator = await Coordinator(kafka);
        await kafka.Kill(coordinator);
        await Eventually.Until(
            "another node coordinates the group", () => Coordinator(kafka), node => node > 0 && node != coordinator, TimeSpan.FromSeconds(60));
        var atMove = (await watch.Next()).Values.Sum();
        await Eventually.Until("commits go on", () => watch.Next(), committed => committed.Values.Sum() > atMove + 5_000, TimeSpan.FromSeconds(60));

        foreach (var member in members) member.Terminate();
        foreach (var member in members) Assert.Equal(0, await member.WaitForExit());
        var before = run.Journal;
        var last = Start();
        var produced = await load.Stop();
        await broker.CommittedToTheEnd(Group, topic, TimeSpan.FromSeconds(60));
        last.Terminate();
        Assert.Equal(0, await last.WaitForExit());

        run.Journal.AssertNothingLost(produced, byKey: true);
        watch.AssertNeverWentBack();
        var known = before.Lines.Select(line => line.Value).ToHashSet();
        Assert.DoesNotContain(run.JournalOf(last).Lines, line => known.Contains(line.Value));

        ConsumerProcess Start() => run.Start(["--ordering", "key"], variables: new Dictionary<string, string> { ["RANDOM_DELAY_MS"] = "20" });
    }

    private static async Task<int> Coordinator(KafkaCluster kafka) => (await GroupCoordination.Coordinator(kafka.BootstrapServers, Group))?.Node ?? -1;
}
