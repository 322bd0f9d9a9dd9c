using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>What is committed before it is processed has begun when the stop comes, or is left to whoever comes next; and a stop always ends.</summary>
public sealed class AtMostOnceStopTests
{
    [Fact]
    public async Task What_gives_up_when_it_is_asked_to_is_no_reason_to_end_by_force()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer), o => o.DeliveryGuarantee = DeliveryGuarantee.AtMostOnce);
        engine.Seen.Waits = _ => true;
        engine.Client.Append(Partition(0), "a", "b", "c");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a has begun", () => engine.Seen.Begun.Contains("a"));
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "it is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Equal(["a"], engine.Seen.Begun);
    }

    [Fact]
    public async Task A_batch_that_waits_to_become_larger_is_left_to_whoever_comes_next()
    {
        await using var engine = new EngineFixture(typeof(TextBatchConsumer), o =>
            (o.DeliveryGuarantee, o.BatchSize, o.BatchWait) = (DeliveryGuarantee.AtMostOnce, 10, TimeSpan.FromMinutes(5)));
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both wait", () => engine.Runner.Snapshot().Partitions is [{ Waiting: 2 }]);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Empty(engine.Seen.Begun);
        Assert.Equal(0, engine.Client.Committed.GetValueOrDefault(Partition(0)));
    }
}
