using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class CommitModeTests
{
    private readonly Journal _journal = new(Ordering.Key);

    [Fact]
    public async Task Enough_finished_messages_are_committed_without_waiting_for_the_interval()
    {
        await using var engine = Start(o => (o.CommitInterval, o.CommitThreshold) = (TimeSpan.FromHours(1), 5));
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Append(Partition(1), "c", "d");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("four are done", () => engine.Seen.Finished.Count == 4);
        Assert.Empty(engine.Client.Committed);
        engine.Client.Append(Partition(1), "e");
        await Eventually.Until("both are committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2 && engine.Client.Committed.GetValueOrDefault(Partition(1)) == 3);
    }

    [Fact]
    public async Task Each_message_of_a_key_begins_when_the_one_before_is_committed()
    {
        await using var engine = Start(o => (o.CommitMode, o.CommitInterval) = (CommitMode.EachMessage, TimeSpan.FromHours(1)));
        var early = new List<string>();
        engine.Seen.Does = value =>
        {
            var number = int.Parse(value);
            lock (early)
            {
                if (number >= 3 && !IsCommitted(engine, number - 3)) early.Add(value);
            }

            return Task.CompletedTask;
        };
        engine.Client.Append(Partition(0), Enumerable.Range(0, 60).Select(i => ((string?)$"{i % 3}", (string?)$"{i}")));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 60);
        Assert.Empty(early);
        Assert.Equal(60, engine.Seen.Finished.Count);
        Assert.Empty(_journal.Violations);
    }

    [Fact]
    public async Task A_message_whose_commit_is_refused_holds_up_what_comes_after_it()
    {
        await using var engine = Start(o => (o.CommitMode, o.Ordering) = (CommitMode.EachMessage, Ordering.Partition));
        var answer = ErrorCode.RebalanceInProgress;
        engine.Client.CommitAnswer = () => answer;
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it was refused", () => engine.Logs.Texts(LogEvents.CommitRetried).Count() > 1);
        Assert.Equal(["a"], engine.Seen.Begun);
        answer = ErrorCode.NoError;
        await Eventually.Until("both are committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
    }

    [Fact]
    public async Task Only_what_the_consumer_asks_for_is_committed_also_on_a_stop()
    {
        await using var engine = Start(o => (o.CommitMode, o.Ordering) = (CommitMode.Manual, Ordering.Partition));
        engine.Seen.AsksForCommit = (value, _) => value is "b";
        engine.Client.Append(Partition(0), "a", "b", "c", "d");
        engine.Client.Append(Partition(1), "x");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("all are done", () => engine.Seen.Finished.Count == 5);
        await Eventually.Until("the one is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
        await engine.StopAsync();
        Assert.Equal(2, engine.Client.Committed[Partition(0)]);
        Assert.False(engine.Client.Committed.ContainsKey(Partition(1)));
    }

    [Fact]
    public async Task A_commit_that_is_asked_for_does_not_wait_for_the_interval()
    {
        await using var engine = Start(o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Seen.AsksForCommit = (value, _) => value is "b";
        engine.Client.Append(Partition(0), ("k", "a"), ("k", "b"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 2);
    }

    [Fact]
    public async Task At_most_once_commits_before_it_processes_and_tries_nothing_twice()
    {
        await using var engine = Start(o => o.DeliveryGuarantee = DeliveryGuarantee.AtMostOnce);
        var late = new List<string>();
        engine.Seen.Does = value =>
        {
            lock (late)
            {
                if (!IsCommitted(engine, int.Parse(value))) late.Add(value);
            }

            return Task.CompletedTask;
        };
        engine.Seen.Fails = (value, _) => int.Parse(value) % 10 == 3;
        engine.Client.Append(Partition(0), Enumerable.Range(0, 200).Select(i => ((string?)$"{i % 5}", (string?)$"{i}")));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all have begun", () => engine.Seen.Begun.Count == 200);
        await engine.StopAsync();
        Assert.Equal((200, 180), (engine.Seen.Begun.Count, engine.Seen.Finished.Count));
        Assert.Equal(20, engine.Logs.Texts(LogEvents.FailedAtMostOnce).Count());
        Assert.Empty(late);
    }

    [Fact]
    public async Task At_most_once_a_stop_processes_what_is_committed_and_leaves_the_rest_uncommitted()
    {
        await using var engine = Start(o => (o.DeliveryGuarantee, o.Ordering) = (DeliveryGuarantee.AtMostOnce, Ordering.Partition));
        engine.Seen.Waits = value => value == "0";
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 40).Select(i => $"{i}")]);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("one has begun", () => !engine.Seen.Begun.IsEmpty);
        var stop = engine.StopAsync();
        await Eventually.Until("it is stopping", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
        engine.Seen.Open();
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Equal(engine.Client.Committed[Partition(0)], engine.Seen.Finished.Count);
    }

    [Fact]
    public async Task Batches_take_whole_keys_and_never_two_of_them_one()
    {
        await using var engine = new EngineFixture(
            typeof(KeyedBatchConsumer),
            o => (o.Ordering, o.BatchSize, o.BatchWait, o.MaxConcurrency) = (Ordering.Key, 10, TimeSpan.FromMilliseconds(5), 4),
            s => s.AddSingleton(_journal));
        engine.Seen.Does = async _ => await Task.Yield();
        engine.Seen.Fails = (value, attempt) => value.EndsWith('7') && attempt == 1;
        foreach (var number in Enumerable.Range(0, 3))
        {
            engine.Client.Append(Partition(number), Enumerable.Range(0, 1_000).Select(i => (i % 9 == 0 ? null : $"{i * i % 23}", (string?)$"{number}:{i}")));
        }

        engine.Client.Assign(Partition(0), Partition(1), Partition(2));
        await Eventually.Until("all is committed", () => Enumerable.Range(0, 3).All(p => engine.Client.Committed.GetValueOrDefault(Partition(p)) == 1_000), TimeSpan.FromSeconds(30));
        Assert.Empty(_journal.Violations);
        var finished = engine.Seen.Finished.SelectMany(value => value.Split(' ')).ToList();
        Assert.Equal((3_000, 3_000), (finished.Count, finished.Distinct().Count()));
    }

    [Fact]
    public async Task Batches_of_several_partitions_are_in_work_at_once()
    {
        await using var engine = OnFakeClock(typeof(KeyedBatchConsumer), o => o.BatchSize = 2, s => s.AddSingleton(new Journal(Ordering.Partition)));
        engine.Seen.Waits = _ => true;
        foreach (var number in Enumerable.Range(0, 3)) engine.Client.Append(Partition(number), $"{number}a", $"{number}b", $"{number}c");
        engine.Client.Assign(Partition(0), Partition(1), Partition(2));
        await Eventually.Until("all three have begun", () => engine.Seen.Begun.Count == 3);
        Assert.Equal(["0a 0b", "1a 1b", "2a 2b"], engine.Seen.Begun.Order());
        engine.Seen.Open();
        await Eventually.Until("each waits for one more", () => engine.Seen.Finished.Count == 3 && engine.Runner.Snapshot().Partitions.All(p => p is { Waiting: 1, InWork: 0 }));
        await engine.ComesAfter(ConsumerOptions.DefaultBatchWait, "one of them goes", () => engine.Seen.Begun.Count > 3);
        await Eventually.Until("all is done", () => engine.Seen.Finished.Count == 6, meanwhile: () => engine.Clock.Advance(Tick));
    }

    [Fact]
    public async Task What_a_failed_batch_has_marked_is_not_processed_again()
    {
        await using var engine = new EngineFixture(
            typeof(KeyedBatchConsumer), o => (o.BatchSize, o.BatchWait) = (4, TimeSpan.FromMinutes(5)), s => s.AddSingleton(new Journal(Ordering.None)));
        engine.Seen.Marks = value => value is "a" or "c";
        engine.Seen.Fails = (_, attempt) => attempt < 3;
        engine.Client.Append(Partition(0), "a", "b", "c", "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 4);
        Assert.Equal(["a b c d", "b d", "b d"], engine.Seen.Begun);
    }

    [Fact]
    public async Task A_commit_that_a_failed_attempt_asked_for_is_not_made()
    {
        await using var engine = Start(o => (o.CommitMode, o.Ordering) = (CommitMode.Manual, Ordering.Partition));
        engine.Seen.AsksForCommit = (_, attempt) => attempt == 1;
        engine.Seen.Fails = (_, attempt) => attempt == 1;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 1);
        await engine.StopAsync();
        Assert.Empty(engine.Client.Committed);
    }

    [Fact]
    public async Task A_hung_handler_does_not_make_a_stop_take_longer_than_it_may()
    {
        await using var engine = OnFakeClock(typeof(KeyedConsumer), o => o.Ordering = Ordering.Key, s => s.AddSingleton(_journal));
        using var gate = new Gate();
        engine.Seen.Does = value =>
        {
            if (value == "b") gate.Wait();
            return Task.CompletedTask;
        };
        engine.Client.Append(Partition(0), ("k", "a"), ("k", "b"), ("l", "c"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it hangs", () => engine.Seen.Begun.Contains("b") && engine.Seen.Finished.Count == 2);
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "it is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        await engine.ComesAfter(ConsumerOptions.DefaultCancellationGrace, "it is left behind", () => stop.IsCompleted);
        Assert.Equal(RunEnd.Forced, (await stop).End);
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task A_failed_batch_that_asked_for_a_commit_commits_nothing()
    {
        await using var engine = new EngineFixture(
            typeof(KeyedBatchConsumer),
            o => (o.BatchSize, o.BatchWait, o.CommitMode) = (4, TimeSpan.FromMinutes(5), CommitMode.Manual),
            s => s.AddSingleton(new Journal(Ordering.None)));
        engine.Seen.Marks = value => value == "a";
        engine.Seen.AsksForCommit = (_, attempt) => attempt == 1;
        engine.Seen.Fails = (_, attempt) => attempt == 1;
        engine.Client.Append(Partition(0), "a", "b", "c", "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 1);
        await engine.StopAsync();
        Assert.Empty(engine.Client.Committed);
    }

    [Fact]
    public async Task What_was_asked_for_before_the_log_went_back_is_not_committed_after_it()
    {
        await using var engine = Start(o => (o.CommitMode, o.Ordering) = (CommitMode.Manual, Ordering.Partition));
        var answer = ErrorCode.RebalanceInProgress;
        engine.Client.CommitAnswer = () => answer;
        engine.Seen.AsksForCommit = (value, _) => value == "d";
        engine.Client.Append(Partition(0), "a", "b", "c", "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it was refused", () => engine.Logs.Texts(LogEvents.CommitRetried).Any());
        engine.Client.CutTo(Partition(0), 1, (null, "B"), (null, "C"), (null, "D"), (null, "E"));
        await Eventually.Until("all of the new ones are done", () => engine.Seen.Finished.Count == 8);
        answer = ErrorCode.NoError;
        await engine.StopAsync();
        // What lies below the cut was asked for, too: where a commit was on its way when the log went back, the next one takes it back to there.
        Assert.True(engine.Client.Committed.GetValueOrDefault(Partition(0)) <= 1);
    }

    private static bool IsCommitted(EngineFixture engine, int offset) => engine.Client.SaidToBeFinished(Partition(0)).Contains(offset);

    private EngineFixture Start(Action<ConsumerOptions>? configure = null) => new(
        typeof(KeyedConsumer),
        o =>
        {
            o.Ordering = Ordering.Key;
            configure?.Invoke(o);
        },
        s => s.AddSingleton(_journal));

    [Fact]
    public async Task A_lane_whose_message_is_committed_goes_on_behind_one_that_is_not()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), new FakeGroupClient { CarriesMetadata = false },
            o => (o.CommitMode, o.Ordering) = (CommitMode.EachMessage, Ordering.Key));
        engine.Seen.Waits = v => v is "0" or "1" or "2";
        engine.Seen.Fails = (v, _) => v == "3";
        engine.Client.Append(Partition(0), ("k0", "0"), ("k1", "1"), ("k2", "2"), ("k3", "3"), ("k4", "4"), ("k1", "5"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("4 is done", () => engine.Seen.Finished.Contains("4"));
        engine.Seen.Open();
        await Eventually.Until("0, 1 and 2 are committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 3);
        await Eventually.Until("what is behind 1 is done", () => engine.Seen.Finished.Contains("5"));
    }
}
