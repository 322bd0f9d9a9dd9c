using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A machine stands still (SIGSTOP) for longer than its session lasts. The others take its partitions over. When it wakes up it
/// still has messages in hand, but what it commits is refused: it finds out, joins again, and works on. Nothing is lost.
/// </summary>
public sealed class FrozenBeyondItsSession(TestBroker broker)
{
    private const int Partitions = 6;

    [Theory]
    [InlineData("partition.assignment.strategy=range")]
    [InlineData("partition.assignment.strategy=cooperative-sticky")]
    public async Task The_others_take_over_and_the_revived_one_joins_again(string protocol)
    {
        broker.RequireReal("the embedded one has no sessions to outlast");
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("frozen");
        await using var load = Load.Start(broker.BootstrapServers, topic, perSecond: 1_000, seed: 3);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        using var watch = CommitWatch.Start(broker.BootstrapServers, group, topic, Partitions);
        List<ConsumerProcess> members = [Start(), Start(), Start()];
        foreach (var member in members) await WorksOn(run, member);

        var frozen = members[0];
        frozen.Freeze();
        var atFreeze = await watch.Next();
        await Eventually.Until(
            "the others work on all partitions",
            () => watch.Next(),
            committed => Enumerable.Range(0, Partitions).All(p => committed.GetValueOrDefault(p) > atFreeze.GetValueOrDefault(p)));

        frozen.Thaw();
        await frozen.WaitForLine(" lost ");
        await WorksOn(run, frozen, after: "lost");

        var produced = await load.Stop();
        await broker.CommittedToTheEnd(group, topic);
        foreach (var member in members) member.Terminate();
        foreach (var member in members) Assert.Equal(0, await member.WaitForExit());
        run.Journal.AssertNothingLost(produced, byKey: true);
        watch.AssertNeverWentBack();

        ConsumerProcess Start() => run.Start(
            ["--kafka", protocol, "--kafka", "session.timeout.ms=6000", "--kafka", "heartbeat.interval.ms=1000", "--ordering", "key"],
            variables: new Dictionary<string, string> { ["RANDOM_DELAY_MS"] = "20" });
    }

    private static async Task WorksOn(JournalRun run, ConsumerProcess member, string? after = null)
    {
        await Eventually.Until(
            $"{member} was assigned something",
            () => member.Errors.SkipWhile(line => after is not null && !line.Contains(after, StringComparison.Ordinal)).Any(line => line.Contains("was assigned topic-", StringComparison.Ordinal)));
        var before = run.CountOf(member);
        await Eventually.Until($"{member} processes", () => run.CountOf(member), count => count > before + 200);
    }
}
