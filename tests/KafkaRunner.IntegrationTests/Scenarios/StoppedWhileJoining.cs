using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A member that is busy holds up a rebalance, and the broker keeps the join of a consumer that has just started until it is over. What that
/// consumer says meanwhile the broker does not hear. Told to stop, it waits for the join, so that it is heard when it leaves, but not for longer
/// than it may take to stop.
/// </summary>
public sealed class StoppedWhileJoining(TestBroker broker)
{
    /// <summary>For longer than librdkafka waits for the answer to a leave, which is 5 s.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(7);

    private static readonly string[] Args = ["--kafka", "partition.assignment.strategy=range"];

    [Fact]
    public async Task It_leaves_when_the_join_is_over()
    {
        broker.RequireReal("the embedded one does not keep a join until the others have joined");
        var (topic, group) = (await broker.CreateTopic(), TestBroker.UniqueName("joining"));
        using var busy = Join(topic, group);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(Args);
        await Eventually.Until("its join is kept", () => Describe(group), described => described.State == "PreparingRebalance");

        process.Terminate();
        await process.WaitForLine("is stopping");
        var started = Stopwatch.GetTimestamp();
        await Eventually.Until("the busy one is ready", () => Stopwatch.GetElapsedTime(started) > Busy);
        Assert.False(process.HasExited);
        await Eventually.Until(
            "the busy one is back, and alone",
            () =>
            {
                busy.Consume(TimeSpan.FromMilliseconds(100));
                return Describe(group);
            },
            described => described is { State: "Stable", Members: 1 });
        Assert.Equal(0, await process.WaitForExit(TimeSpan.FromSeconds(5)));
        Assert.DoesNotContain(process.Errors, line => line.Contains("session", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public async Task It_waits_no_longer_than_it_may_take_to_stop_and_says_what_that_costs(int seconds)
    {
        broker.RequireReal("the embedded one does not keep a join until the others have joined");
        var (topic, group) = (await broker.CreateTopic(), TestBroker.UniqueName("joining"));
        using var busy = Join(topic, group);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start([.. Args, "--shutdown-timeout", $"{seconds}s"]);
        await Eventually.Until("its join is kept", () => Describe(group), described => described.State == "PreparingRebalance");

        process.Terminate();
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, await process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(seconds - 0.1), TimeSpan.FromSeconds(seconds + 4));
        Assert.Single(process.Errors, line => line.Contains("session.timeout.ms", StringComparison.Ordinal));
    }

    /// <summary>Joins the group and then polls no more, so that it takes no part in a rebalance.</summary>
    private IConsumer<Ignore, Ignore> Join(string topic, string group)
    {
        var config = new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = group, PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range };
        var busy = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        busy.Subscribe(topic);
        while (busy.Assignment.Count == 0) busy.Consume(TimeSpan.FromMilliseconds(100));
        return busy;
    }

    private Task<GroupDescription> Describe(string group) => GroupCoordination.Describe(broker.BootstrapServers, group);
}
