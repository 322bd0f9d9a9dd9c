using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The machine dies: SIGKILL in the middle of thousands of messages, one of which is stuck. Nothing is lost, the committed offset
/// never goes back, and only what finished since the last commit is processed again, although the stuck message holds the offset.
/// </summary>
public sealed class KilledUnderLoad(TestBroker broker)
{
    private const int Partitions = 4;

    private static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);      // for a commit to arrive on a busy machine

    [Fact]
    public async Task Nothing_is_lost_and_little_is_repeated()
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("crash");
        await broker.Produce(topic, [new() { Key = "stuck", Value = "stuck" }], partition: 0);
        await using var load = Load.Start(broker.BootstrapServers, topic, perSecond: 4_000, seed: 11);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        using var watch = CommitWatch.Start(broker.BootstrapServers, group, topic, Partitions);
        var kills = new List<(DateTime Time, IReadOnlyDictionary<int, long> Committed)>();
        for (var round = 1; round <= 3; round++)
        {
            var process = Start(stuck: true);
            await process.WaitForLine("was assigned", TimeSpan.FromSeconds(60));
            var commits = watch.Changes;
            await Eventually.Until("commits were made for longer than the slack", () => watch.Changes, changes => changes > commits + 15);
            await run.ProcessedFurther(1_000);
            var killed = DateTime.UtcNow;
            process.Kill();
            await process.WaitForExit();
            kills.Add((killed, await watch.Next()));
        }

        var produced = await load.Stop();
        var last = Start(stuck: false);
        await broker.CommittedToTheEnd(group, topic, TimeSpan.FromSeconds(60));
        last.Terminate();
        Assert.Equal(0, await last.WaitForExit());

        var journal = run.Journal;
        journal.AssertNothingLost(produced, byKey: true);
        watch.AssertNeverWentBack();
        AssertRepeatedOnlySinceTheLastCommit(journal, kills);

        // A killed member is missed only when its session ends.
        ConsumerProcess Start(bool stuck) => run.Start(
            ["--kafka", "session.timeout.ms=6000", "--commit-interval", $"{CommitInterval.TotalMilliseconds}ms", "--ordering", "key"],
            variables: new Dictionary<string, string> { ["RANDOM_DELAY_MS"] = "20", ["STUCK_VALUES"] = stuck ? "stuck" : "" });
    }

    private static void AssertRepeatedOnlySinceTheLastCommit(Journal journal, List<(DateTime Time, IReadOnlyDictionary<int, long> Committed)> kills)
    {
        var first = journal.Lines.DistinctBy(line => (line.Partition, line.Offset)).ToDictionary(line => (line.Partition, line.Offset), line => line.Time);
        foreach (var line in journal.Repeated)
        {
            var kill = kills.Last(kill => kill.Time < line.Time);
            Assert.True(line.Offset >= kill.Committed.GetValueOrDefault(line.Partition), $"{line} was committed and came again.");
            var finished = kill.Time - first[(line.Partition, line.Offset)];
            Assert.True(finished < CommitInterval + Slack, $"{line} came again although it had finished {finished.TotalSeconds:F1} s before the kill.");
        }
    }
}
