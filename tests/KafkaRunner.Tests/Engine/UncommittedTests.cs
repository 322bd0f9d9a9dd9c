using Confluent.Kafka;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Logging;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>What is said to be committed is; what is not is told by partition and count.</summary>
public sealed class UncommittedTests
{
    private static readonly TimeSpan ToCommitAtStop = ConsumerOptions.DefaultShutdownTimeout - StopDeadlines.LeaveTime;

    [Fact]
    public async Task A_stop_that_cannot_commit_says_what_and_is_not_taken_for_a_clean_one()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        engine.Client.CommitAnswer = () => ErrorCode.GroupCoordinatorNotAvailable;
        engine.Client.Append(Partition(0), "a", "b", "c");
        engine.Client.Append(Partition(1), "d");
        engine.Client.Assign(Partition(0), Partition(1), Partition(2));
        await Eventually.Until("all are done", () => engine.Seen.Finished.Count == 4);
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ToCommitAtStop, "it gives up", () => stop.IsCompleted);
        Assert.Equal(RunEnd.Uncommitted, (await stop).End);
        Assert.Empty(engine.Logs.Texts(LogEvents.ConsumerStopped));
        Assert.Equal(
            ["orders[0] at 3: GroupCoordinatorNotAvailable. 3 finished", "orders[1] at 1: GroupCoordinatorNotAvailable. 1 finished"],
            engine.Logs.Texts(LogEvents.CommitGivenUp).Select(text => text[text.IndexOf("orders", StringComparison.Ordinal)..(text.IndexOf("finished", StringComparison.Ordinal) + 8)]));
        Assert.Contains("4 finished message(s) will be processed again", engine.Logs.Texts(LogEvents.StoppedUncommitted).Single());
        Assert.All(engine.Logs.Lines.Where(l => l.Id == LogEvents.CommitGivenUp), line => Assert.Equal(LogLevel.Warning, line.Level));
    }

    [Fact]
    public async Task A_revocation_that_cannot_commit_is_not_said_to_be_committed()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));     // it stands still: nothing is tried again
        var answer = ErrorCode.UnknownMemberId;
        engine.Client.CommitAnswer = () => answer;
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("both are done", () => engine.Seen.Finished.Count == 2);
        engine.Client.Revoke(Partition(0));
        Assert.Empty(engine.Logs.Texts(LogEvents.PartitionsRevoked));
        Assert.Contains("2 finished message(s) will be processed again", engine.Logs.Texts(LogEvents.RevokedUncommitted).Single());
        answer = ErrorCode.NoError;
        engine.Client.Assign(Partition(0));
        await Eventually.Until("they are done again", () => engine.Seen.Finished.Count == 4);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);       // nothing that this stop knows of is repeated
        Assert.Contains("committed", engine.Logs.Texts(LogEvents.ConsumerStopped).Single());
    }

    [Fact]
    public async Task Partitions_lost_during_a_stop_count_too()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));     // it stands still: a is not committed before the stop
        engine.Client.Append(Partition(0), "a", "b");
        engine.Seen.Waits = value => value == "b";
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Count == 1);
        var stop = engine.StopAsync();
        await Eventually.Until("it is stopping", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
        engine.Client.Lose(Partition(0));
        engine.Seen.Open();
        Assert.Equal(RunEnd.Uncommitted, (await stop).End);
        Assert.Contains("orders[0] at 1", engine.Logs.Texts(LogEvents.CommitGivenUp).Single());
    }

    [Theory]
    [InlineData(512)]
    [InlineData(64)]
    [InlineData(10)]
    [InlineData(0)]
    public async Task Metadata_that_is_refused_is_left_out_at_once_and_shorter_from_then_on(int limit)
    {
        var client = new FakeGroupClient { MaxMetadata = limit, Partitions = 2 };
        await using (var engine = Start(o => (o.Ordering, o.CommitInterval, o.MaxConcurrency) = (Ordering.None, TimeSpan.FromMilliseconds(10), 500), client))
        {
            engine.Seen.Waits = value => int.TryParse(value, out var number) && number % 12 == 0;
            client.Append(Partition(0), [.. Enumerable.Range(0, 5_000).Select(i => $"{i}")]);
            client.Append(Partition(1), [.. Enumerable.Range(0, 50).Select(i => $"other {i}")]);
            client.Assign(Partition(0), Partition(1));
            await Eventually.Until("the other partition is committed", () => client.Committed.GetValueOrDefault(Partition(1)) == 50);
            await Eventually.Until("the offset of the stuck one is committed", () => client.Committed.ContainsKey(Partition(0)));
            await Eventually.Until("it is told", () => engine.Logs.Texts(LogEvents.MetadataRefused).Any());
            if (limit == 512) await Eventually.Until("a shorter map is committed", () => client.Metadata.GetValueOrDefault(Partition(0))?.Length > 40);
            await Eventually.Until("commits are accepted", () => engine.Runner.Snapshot().Partitions[0] is { CommittedOffset: 0 } && client.Committed.ContainsKey(Partition(0)));
            Assert.Single(engine.Logs.Texts(LogEvents.MetadataRefused));
        }

        var done = client.SaidToBeFinished(Partition(0));
        await using var next = Start(o => o.Ordering = Ordering.None, new FakeGroupClient(client) { MaxMetadata = limit });
        next.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => client.Committed[Partition(0)] == 5_000);
        Assert.Equal(5_000 - done.Count, next.Seen.Finished.Count);
    }

    private static EngineFixture Start(Action<ConsumerOptions>? configure = null, FakeGroupClient? client = null) => new(
        typeof(TextConsumer), client ?? new FakeGroupClient(), o => configure?.Invoke(o));

    [Fact]
    public async Task A_limit_that_falls_is_learned()
    {
        var client = new FakeGroupClient();
        await using var engine = new EngineFixture(typeof(TextConsumer), client,
            o => (o.Ordering, o.CommitInterval, o.MaxConcurrency) = (Ordering.None, TimeSpan.FromMilliseconds(10), 500));
        engine.Seen.Waits = value => int.TryParse(value, out var number) && number % 12 == 0;
        client.Append(Partition(0), [.. Enumerable.Range(0, 5_000).Select(i => $"{i}")]);
        client.Assign(Partition(0));
        await Eventually.Until("much is committed", () => client.Metadata.GetValueOrDefault(Partition(0))?.Length > 700);
        client.MaxMetadata = 300;
        client.Append(Partition(0), "more");
        await Eventually.Until("it is bare", () => client.Metadata[Partition(0)].Length == 0);
        await Eventually.Until("a short map is committed", () => client.Metadata[Partition(0)].Length is > 0 and <= 300);
    }

    [Fact]
    public async Task A_map_that_was_left_out_is_not_committed()
    {
        await using var engine = await WithMapTooLongAsync();
        var client = engine.Client;
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "what is stuck is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        await Eventually.Until("the offset is committed", () => client.Committed.ContainsKey(Partition(0)));
        await engine.ComesAfter(LastCommit.LeastTime - StopDeadlines.LeaveTime, "it gives up", () => stop.IsCompleted);
        var result = await stop;
        Assert.Equal(0, client.Committed[Partition(0)]);
        Assert.Equal("", client.Metadata.GetValueOrDefault(Partition(0)));
        Assert.Equal(RunEnd.Uncommitted, result.End);
    }

    [Fact]
    public async Task Without_maps_a_stop_behind_which_something_is_repeated_is_told()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer), o => o.Ordering = Ordering.Key, client: new FakeGroupClient { CarriesMetadata = false });
        engine.Seen.Fails = (v, _) => v == "0";
        engine.Client.Append(Partition(0), ("k0", "0"), ("k1", "1"), ("k2", "2"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("2 is done", () => engine.Seen.Finished.Count == 2);
        var result = await engine.StopAsync();
        Assert.Empty(engine.Logs.Texts(LogEvents.ConsumerStopped));
        Assert.Equal(RunEnd.Uncommitted, result.End);
    }

    [Fact]
    public async Task A_start_that_is_not_committed_is_told_in_words_that_are_true()
    {
        var client = new FakeGroupClient { IsNew = true, CommitAnswer = () => ErrorCode.GroupCoordinatorNotAvailable };
        await using var engine = OnFakeClock(typeof(TextConsumer), client: client);
        client.Append(Partition(0), "a");
        client.Assign(Partition(0));
        await Eventually.Until("it was refused", () => engine.Logs.Texts(LogEvents.CommitRetried).Any());
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ToCommitAtStop, "it gives up", () => stop.IsCompleted);
        Assert.DoesNotContain(engine.Logs.Texts(LogEvents.StoppedUncommitted).Concat(engine.Logs.Texts(LogEvents.CommitGivenUp)), t => t.Contains(" 0 finished"));
    }

    [Fact]
    public async Task Partitions_lost_during_a_stop_are_not_said_to_have_timed_out()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Client.Append(Partition(0), "a", "b");
        engine.Seen.Waits = value => value == "b";
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Count == 1);
        var stop = engine.StopAsync();
        await Eventually.Until("it is stopping", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
        engine.Client.Lose(Partition(0));
        engine.Seen.Open();
        await stop;
        Assert.DoesNotContain("TimedOut", engine.Logs.Texts(LogEvents.CommitGivenUp).Single());
    }

    [Fact]
    public async Task A_revocation_that_left_the_map_out_is_not_said_to_be_committed()
    {
        await using var engine = await WithMapTooLongAsync();
        var client = engine.Client;
        var revoke = client.Post(events => events.Revoking([Partition(0)]));
        await engine.ComesAfter(ConsumerOptions.DefaultDrainTimeout, "the offset is committed", () => client.Committed.ContainsKey(Partition(0)));
        await engine.ComesAfter(LastCommit.LeastTime, "it is given up", () => revoke.IsCompleted);
        Assert.Empty(engine.Logs.Texts(LogEvents.PartitionsRevoked));
        Assert.Single(engine.Logs.Texts(LogEvents.RevokedUncommitted));
    }

    /// <summary>Much is finished behind messages that are stuck. The map is refused, then the offset is taken, and after that nothing is.</summary>
    private static async Task<EngineFixture> WithMapTooLongAsync()
    {
        var engine = OnFakeClock(
            typeof(TextConsumer),
            o => (o.Ordering, o.CommitInterval, o.MaxConcurrency) = (Ordering.None, TimeSpan.FromHours(1), 400),
            client: new FakeGroupClient { MaxMetadata = 100 });
        var bare = 0;
        engine.Client.CommitAnswer = () => bare++ == 0 ? ErrorCode.NoError : ErrorCode.GroupCoordinatorNotAvailable;
        engine.Seen.Waits = value => int.TryParse(value, out var number) && number % 12 == 0;
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 3_000).Select(i => $"{i}")]);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the others are done", () => engine.Seen.Finished.Count == 2_750);
        return engine;
    }
}
