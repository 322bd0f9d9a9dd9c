using KafkaRunner.Diagnostics;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class ProcessingTests
{
    [Fact]
    public async Task Messages_of_a_partition_come_in_order_and_their_end_is_committed()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        var values = Enumerable.Range(0, 2_000).Select(i => i.ToString()).ToArray();
        engine.Client.Append(Partition(0), values);
        engine.Client.Assign(Partition(0));

        await Eventually.Until("all are processed", () => engine.Seen.Finished.Count == values.Length);
        await Eventually.Until("the end is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2_000);
        Assert.Equal(values, engine.Seen.Finished);
    }

    [Fact]
    public async Task A_failed_message_is_tried_again_and_holds_up_only_its_own_partition()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        var mended = false;
        engine.Seen.Fails = (value, _) => value == "bad" && !Volatile.Read(ref mended);
        engine.Client.Append(Partition(0), "a", "bad", "c");
        engine.Client.Append(Partition(1), "x", "y", "z");
        engine.Client.Assign(Partition(0), Partition(1));

        await Eventually.Until("the other partition is done", () => engine.Seen.Finished.Contains("z"));
        foreach (var pause in new[] { 1, 2, 4 })
        {
            await Eventually.Until("it waits", () => engine.Runner.Snapshot().Partitions.Sum(p => p.Retrying) == 1);
            var attempts = Attempts();
            await engine.ComesAfter(TimeSpan.FromSeconds(pause), "it is tried again", () => Attempts() > attempts);
        }

        await Eventually.Until("the other partition is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(1)) == 3);
        await Eventually.Until("what is before it is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 1);
        Assert.DoesNotContain("c", engine.Seen.Begun);
        Assert.Contains("orders[0] at 1", engine.Logs.Texts(LogEvents.RetryScheduled).First());

        Volatile.Write(ref mended, true);
        await Eventually.Until("it goes on", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 3, meanwhile: () => engine.Clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(["a", "bad", "c"], engine.Seen.Finished.Where(v => v is "a" or "bad" or "c"));

        int Attempts() => engine.Seen.Begun.Count(v => v == "bad");
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_holds_its_partition_loudly_and_nothing_is_skipped()
    {
        await using var engine = new EngineFixture(typeof(NumberConsumer));
        engine.Client.Append(Partition(0), "[1]", "no json", "[3]");
        engine.Client.Append(Partition(1), "[4,5]");
        engine.Client.Assign(Partition(0), Partition(1));

        await Eventually.Until("it is told", () => engine.Logs.Texts(LogEvents.LaneHeld).Any());
        await Eventually.Until("the other partition flows", () => engine.Seen.Finished.Contains("4+5"));
        var text = Assert.Single(engine.Logs.Texts(LogEvents.LaneHeld));
        Assert.StartsWith("orders[0] is held at 1: the message cannot be read as Int32[]: 'no json'", text.Replace("'o' is an invalid start of a value", "'no json'"));
        await engine.StopAsync();
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
        Assert.DoesNotContain("3", engine.Seen.Begun);
    }

    [Fact]
    public async Task A_json_null_is_no_value_and_holds_the_partition()
    {
        await using var engine = new EngineFixture(typeof(NumberConsumer));
        engine.Client.Append(Partition(0), "null");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is told", () => engine.Logs.Texts(LogEvents.LaneHeld).Any());
    }

    [Fact]
    public async Task A_tombstone_counts_as_finished_and_is_warned_of_once_for_each_topic()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Append(Partition(0), "a", null, null, "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 4);
        Assert.Equal(["a", "d"], engine.Seen.Finished);
        Assert.Single(engine.Logs.Texts(LogEvents.UnhandledTombstone));
    }

    [Fact]
    public async Task A_tombstone_goes_to_the_method_for_it()
    {
        await using var engine = new EngineFixture(typeof(TombstoneConsumer));
        engine.Client.Append(Partition(0), "a", null);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both are seen", () => engine.Seen.Finished.Count == 2);
        Assert.Equal(["a", "tombstone at 1"], engine.Seen.Finished);
        Assert.Empty(engine.Logs.Texts(LogEvents.UnhandledTombstone));
    }

    [Fact]
    public async Task A_message_that_is_kept_too_long_says_so_instead_of_showing_another()
    {
        await using var engine = new EngineFixture(typeof(LeakingConsumer));
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both are committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
        var message = engine.Seen.Leaked.First();
        var exception = Assert.Throws<ObjectDisposedException>(() => message.Offset);
        Assert.Contains("Copy what you keep", exception.Message);
    }

    [Fact]
    public async Task A_disposable_consumer_is_made_and_disposed_for_each_attempt()
    {
        await using var engine = new EngineFixture(typeof(DisposableConsumer));
        engine.Seen.Fails = (value, attempt) => value == "b" && attempt == 1;
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both are done", () => engine.Seen.Finished.Count == 5);
        Assert.Equal(["a", "disposed", "disposed", "b", "disposed"], engine.Seen.Finished);
    }

    [Fact]
    public async Task A_middleware_runs_around_every_attempt()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), middlewares: typeof(CountingMiddleware));
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 3);
        Assert.Equal(["before TextConsumer at 0", "a", "after"], engine.Seen.Finished);
    }

    [Fact]
    public async Task No_more_messages_are_in_work_than_MaxConcurrency_allows()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 2);
        engine.Seen.Waits = _ => true;
        var partitions = Enumerable.Range(0, 4).Select(Partition).ToArray();
        foreach (var partition in partitions) engine.Client.Append(partition, $"first of {partition}");
        engine.Client.Assign(partitions);
        await Eventually.Until("two have begun", () => engine.Seen.Begun.Count == 2);
        engine.Client.Assign();     // a turn of the poll thread later there are still two
        Assert.Equal(2, engine.Seen.Begun.Count);
        engine.Seen.Open();
        await Eventually.Until("all are done", () => engine.Seen.Finished.Count == 4);
    }

    [Fact]
    public async Task A_message_that_failed_and_waits_can_be_read_no_longer()
    {
        await using var engine = new EngineFixture(typeof(LeakingConsumer), o => o.RetryBackoff = o.MaxRetryBackoff = TimeSpan.FromHours(1));
        engine.Seen.Fails = (_, _) => true;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it failed", () => engine.Logs.Texts(LogEvents.RetryScheduled).Any());
        Assert.Throws<ObjectDisposedException>(() => engine.Seen.Leaked.First().Offset);
    }

    [Fact]
    public async Task Handlers_that_become_slow_let_waiting_partitions_have_their_turn()
    {
        await using var engine = new EngineFixture(typeof(SlowConsumer), o => o.MaxConcurrency = 1);
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 16).Select(i => $"a{i}")]);
        engine.Client.Append(Partition(1), "b");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("the other partition has its turn", () => engine.Seen.Finished.Contains("b"));
        Assert.DoesNotContain("a15", engine.Seen.Finished);
    }
}
