using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The broker is killed in the middle of the work and comes back. The members go on by themselves, lose nothing, keep each key's
/// order, and a clean stop afterwards leaves nothing to repeat.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class BrokerKilledUnderLoad
{
    private const int Partitions = 6;

    [Fact]
    public async Task The_members_go_on_when_it_is_back()
    {
        await using var kafka = await KafkaCluster.StartAsync("it kills the broker");
        var broker = TestBroker.At(kafka.BootstrapServers);
        var topic = await broker.CreateTopic(Partitions);
        await using var load = Load.Start(broker.BootstrapServers, topic, perSecond: 3_000, seed: 5);
        await using var run = new JournalRun(broker.BootstrapServers, topic, "outage");
        using var watch = CommitWatch.Start(broker.BootstrapServers, "outage", topic, Partitions);
        ConsumerProcess[] members = [Start(), Start()];
        foreach (var member in members) await member.WaitForLine("was assigned topic-");
        await run.ProcessedFurther(5_000);

        await kafka.Kill();
        foreach (var member in members) await member.WaitForLine("cannot work with");
        await kafka.Restart();
        await run.ProcessedFurther(10_000, TimeSpan.FromSeconds(60));

        var produced = await load.Stop();
        await broker.CommittedToTheEnd("outage", topic);
        foreach (var member in members) member.Terminate();
        foreach (var member in members) Assert.Equal(0, await member.WaitForExit());
        watch.AssertNeverWentBack();

        // What came twice came before the stop; now there is nothing left.
        var count = run.Count;
        Assert.True((await broker.Produce(topic, 100, first: produced.Count)).Count == 100);
        var next = Start();
        await run.Processed(count + 100);
        await broker.CommittedToTheEnd("outage", topic);
        next.Terminate();
        Assert.Equal(0, await next.WaitForExit());
        Assert.Equal(count + 100, run.Count);
        run.Journal.AssertNothingLost(produced, byKey: true);

        ConsumerProcess Start() => run.Start(["--ordering", "key"], variables: new Dictionary<string, string> { ["RANDOM_DELAY_MS"] = "20" });
    }
}
