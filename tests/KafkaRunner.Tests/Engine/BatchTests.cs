using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class BatchTests
{
    [Fact]
    public async Task A_full_batch_does_not_wait_and_keeps_tombstones_in_their_place()
    {
        await using var engine = new EngineFixture(typeof(TextBatchConsumer), o => (o.BatchSize, o.BatchWait) = (3, TimeSpan.FromMinutes(5)));
        engine.Client.Append(Partition(0), "a", null, "c", "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the full batch is done", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 3);
        Assert.Equal(["a - c"], engine.Seen.Finished);
        engine.Client.Append(Partition(0), "e", "f");
        await Eventually.Until("the next one is full", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 6);
        Assert.Equal(["a - c", "d e f"], engine.Seen.Finished);
    }

    [Fact]
    public async Task A_batch_that_is_not_full_goes_when_its_time_is_up()
    {
        await using var engine = OnFakeClock(typeof(TextBatchConsumer), o => o.BatchSize = 1_000);
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both wait", () => engine.Runner.Snapshot().Partitions is [{ Waiting: 2 }]);
        await engine.ComesAfter(ConsumerOptions.DefaultBatchWait, "it goes", () => !engine.Seen.Begun.IsEmpty);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Equal(["a b"], engine.Seen.Finished);
        Assert.Equal(2, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task A_batch_waits_for_as_long_as_its_oldest_message_may()
    {
        await using var engine = OnFakeClock(typeof(TextBatchConsumer), o => (o.BatchSize, o.BatchWait) = (1_000, TimeSpan.FromMinutes(5)));
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the first one waits", () => engine.Runner.Snapshot().Partitions is [{ Waiting: 1 }]);
        engine.Clock.Advance(TimeSpan.FromMinutes(4));
        engine.Client.Append(Partition(0), "b");
        await Eventually.Until("both wait", () => engine.Runner.Snapshot().Partitions is [{ Waiting: 2 }]);
        await engine.ComesAfter(TimeSpan.FromMinutes(1), "they go", () => !engine.Seen.Begun.IsEmpty);
        Assert.Equal(["a b"], engine.Seen.Begun);
    }

    [Fact]
    public async Task A_failed_batch_comes_again_whole()
    {
        await using var engine = OnFakeClock(typeof(TextBatchConsumer), o => (o.BatchSize, o.RetryBackoff) = (2, TimeSpan.FromSeconds(1)));
        engine.Seen.Fails = (_, attempt) => attempt < 3;
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it waits for its second attempt", () => engine.Seen.Begun.Count == 1 && engine.Runner.Snapshot().Partitions is [{ Retrying: 2 }]);
        await engine.ComesAfter(TimeSpan.FromSeconds(1), "it comes again", () => engine.Seen.Begun.Count == 2);
        await Eventually.Until("it waits for its third attempt", () => engine.Runner.Snapshot().Partitions is [{ Retrying: 2 }]);
        await engine.ComesAfter(TimeSpan.FromSeconds(2), "it comes again", () => engine.Seen.Begun.Count == 3);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Equal(["a b", "a b", "a b"], engine.Seen.Begun);
        Assert.Equal(["a b"], engine.Seen.Finished);
        Assert.Equal(2, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task What_is_before_an_unreadable_message_is_processed_and_the_partition_is_held_there()
    {
        await using var engine = OnFakeClock(typeof(NumberBatchConsumer), o => o.BatchSize = 4);
        engine.Client.Append(Partition(0), "[1]", "[2]", "no json", "[4]");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is told", () => engine.Logs.Texts(LogEvents.LaneHeld).Any());
        await engine.StopAsync();
        Assert.Equal(["0-1"], engine.Seen.Finished);
        Assert.Equal(2, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task A_tombstone_in_a_batch_has_no_value_whatever_its_type()
    {
        await using var engine = new EngineFixture(typeof(IntegerBatchConsumer), o => o.BatchSize = 2);
        engine.Client.Append(Partition(0), "7", null);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
        Assert.Equal(["7 InvalidOperationException"], engine.Seen.Finished);
    }
}
