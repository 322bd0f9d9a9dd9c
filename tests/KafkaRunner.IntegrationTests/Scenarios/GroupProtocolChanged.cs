using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A group goes from the default, cooperative-sticky, to <c>group.protocol=consumer</c>. The broker lets no member of the new protocol in as long
/// as the others are there, and that member says what to do: stop all, or go by range. Neither loses or repeats anything.
/// </summary>
[Collection(nameof(UnderLoad))]
public sealed class GroupProtocolChanged(TestBroker broker)
{
    private const int Partitions = 6;

    private static readonly string[] Default = [];
    private static readonly string[] Range = ["--kafka", "partition.assignment.strategy=range"];
    private static readonly string[] New = ["--kafka", "group.protocol=consumer"];

    [Fact]
    public async Task By_a_stop_of_all()
    {
        var (load, run, topic, group) = await Begin();
        await using var __ = load;
        await using var _ = run;
        ConsumerProcess[] members = [await Join(run), await Join(run)];
        await run.ProcessedFurther(1_000);

        var refused = run.Start(New);
        await refused.WaitForLine($"cannot join group {group} with group.protocol=consumer");
        Assert.Equal(1, await refused.WaitForExit());
        Assert.Contains(refused.Errors, line => line.Contains("partition.assignment.strategy=range first", StringComparison.Ordinal));

        await run.ProcessedFurther(1_000);
        foreach (var member in members) await Leave(member);
        members = [await Join(run, New), await Join(run, New)];
        await run.ProcessedFurther(1_000);
        await End(load, run, topic, group, members);
    }

    [Fact]
    public async Task By_range_and_then_one_by_one_and_back()
    {
        var (load, run, topic, group) = await Begin();
        await using var __ = load;
        await using var _ = run;
        ConsumerProcess[] members = [await Join(run), await Join(run)];
        await run.ProcessedFurther(1_000);
        foreach (var member in members) await Leave(member);
        members = [await Join(run, Range), await Join(run, Range)];
        foreach (var protocol in new[] { New, Range, New, Default })
        {
            for (var i = 0; i < members.Length; i++)
            {
                await run.ProcessedFurther(1_000);
                await Leave(members[i]);
                members[i] = await Join(run, protocol);
            }
        }

        await End(load, run, topic, group, members);
    }

    [Fact]
    public async Task A_member_of_another_framework_is_borne_for_a_minute()
    {
        broker.RequireReal("the embedded one does not compare the protocols of members");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("foreign");
        var config = new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers, GroupId = group, PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
        };
        using var foreign = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        foreign.Subscribe(topic);
        await Eventually.Until("the other one is a member", () => foreign.Consume(TimeSpan.FromMilliseconds(50)) is null && foreign.Assignment.Count == 1);

        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var watch = Stopwatch.StartNew();
        var process = run.Start();
        await process.WaitForLine("set partition.assignment.strategy under Kafka to theirs");
        await Eventually.Until("it has ended", () => process.HasExited | foreign.Consume(TimeSpan.FromMilliseconds(50)) is not null, TimeSpan.FromSeconds(90));
        Assert.Equal(1, await process.WaitForExit());
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(80));
    }

    private static async Task<ConsumerProcess> Join(JournalRun run, string[]? args = null)
    {
        var process = run.Start(args, delayMs: 1);
        await process.WaitForLine("was assigned");
        return process;
    }

    private static async Task Leave(ConsumerProcess process)
    {
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
    }

    private async Task<(Load Load, JournalRun Run, string Topic, string Group)> Begin()
    {
        broker.RequireReal("the embedded one converts no groups");
        var topic = await broker.CreateTopic(Partitions);
        var group = TestBroker.UniqueName("protocol");
        return (Load.Start(broker.BootstrapServers, topic, perSecond: 500, seed: 3), new JournalRun(broker.BootstrapServers, topic, group), topic, group);
    }

    private async Task End(Load load, JournalRun run, string topic, string group, ConsumerProcess[] members)
    {
        var produced = await load.Stop();
        await run.Processed(produced.Count, TimeSpan.FromMinutes(1));
        foreach (var member in members) await Leave(member);
        await broker.CommittedToTheEnd(group, topic);
        run.Journal.AssertEachOnce(produced);
    }
}
