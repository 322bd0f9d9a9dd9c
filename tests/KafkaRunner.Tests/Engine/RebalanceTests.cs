using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class RebalanceTests
{
    [Fact]
    public async Task A_revoked_partition_finishes_the_message_in_work_and_commits_before_it_is_given_up()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Seen.Waits = value => value == "b";
        engine.Client.Append(Partition(0), "a", "b", "c");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("b has begun", () => engine.Seen.Begun.Contains("b"));

        var revoke = Task.Run(() => engine.Client.Revoke(Partition(0)));
        engine.Seen.Open();
        await revoke;

        // Whether c was begun before the revocation is chance; what was begun is finished, and what is finished is committed.
        Assert.Contains("b", engine.Seen.Finished);
        Assert.Equal(engine.Seen.Begun, engine.Seen.Finished);
        Assert.Equal(engine.Seen.Finished.Count, engine.Client.Committed[Partition(0)]);
        await Eventually.Until("its source is given back", () => engine.Client.OpenSources(Partition(0)) == 0);
    }

    [Fact]
    public async Task A_message_that_outlives_the_drain_is_cancelled_and_does_not_count()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        engine.Seen.Waits = value => value == "b";
        engine.Seen.Obedient = false;
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("b has begun", () => engine.Seen.Begun.Contains("b"));

        var revoke = engine.Client.Post(events => events.Revoking([Partition(0)]));
        await engine.ComesAfter(ConsumerOptions.DefaultDrainTimeout, "it is given up", () => revoke.IsCompleted);
        Assert.Contains("orders[0] was given up while the message at 1", engine.Logs.Texts(LogEvents.DrainTimedOut).Single());
        engine.Seen.Open();
        await Eventually.Until("it ended late", () => engine.Logs.Texts(LogEvents.LateOutcome).Any());
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task A_lost_partition_is_cancelled_and_nothing_of_it_is_committed()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Seen.Waits = value => value == "b";
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("b has begun", () => engine.Seen.Begun.Contains("b"));
        engine.Client.Lose(Partition(0));
        await engine.StopAsync();
        Assert.False(engine.Client.Committed.ContainsKey(Partition(0)));
        Assert.Single(engine.Logs.Texts(LogEvents.PartitionsLost));
    }

    [Fact]
    public async Task A_partition_that_comes_back_goes_on_where_it_was_committed()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both are done", () => engine.Seen.Finished.Count == 2);
        engine.Client.Revoke(Partition(0));
        engine.Client.Append(Partition(0), "c");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the third is done", () => engine.Seen.Finished.Count == 3);
        Assert.Equal(["a", "b", "c"], engine.Seen.Finished);
        Assert.Equal(1, engine.Client.OpenSources(Partition(0)));
    }

    [Fact]
    public async Task A_commit_that_a_rebalance_refuses_is_tried_again_before_leaving()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        var answers = new ConcurrentQueue<ErrorCode>([ErrorCode.IllegalGeneration, ErrorCode.RebalanceInProgress]);
        engine.Client.CommitAnswer = () => answers.TryDequeue(out var error) ? error : ErrorCode.NoError;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 1);
        var stop = await engine.BeginStopAsync();
        await Eventually.Until("it was refused", () => answers.Count == 1);
        await engine.ComesAfter(TimeSpan.FromMilliseconds(100), "it is tried again", () => answers.IsEmpty);
        await engine.ComesAfter(TimeSpan.FromMilliseconds(100), "it is committed", () => engine.Client.Committed.ContainsKey(Partition(0)));
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task A_fenced_member_does_not_insist_on_its_commit()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Client.CommitAnswer = () => ErrorCode.UnknownMemberId;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 1);
        await engine.StopAsync();
        Assert.Contains("orders[0] at 1", engine.Logs.Texts(LogEvents.CommitGivenUp).Single());
    }

    [Fact]
    public async Task A_partition_whose_commit_is_refused_for_good_keeps_no_other_from_its_own()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        engine.Client.Refused = Partition(1);
        foreach (var number in Enumerable.Range(0, 3)) engine.Client.Append(Partition(number), "a");
        engine.Client.Assign(Partition(0), Partition(1), Partition(2));
        await Eventually.Until("all are done", () => engine.Seen.Finished.Count == 3);
        await engine.StopAsync();       // by a clock that stands still: the refused one is not insisted on
        Assert.Equal([Partition(0), Partition(2)], engine.Client.Committed.Keys.OrderBy(p => p.Partition));
        Assert.Contains("orders[1] at 1", engine.Logs.Texts(LogEvents.CommitGivenUp).Single());
    }
}
