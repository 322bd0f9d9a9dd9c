using Confluent.Kafka;
using CsCheck;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>A log is cut, or is replaced by another one: what lies below is still to be finished, what lies above is read again.</summary>
public sealed class LogWentBackTests
{
    private readonly Journal _journal = new(Ordering.Key);

    [Fact]
    public async Task What_waits_is_retried_or_in_work_below_the_cut_is_finished()
    {
        await using var engine = OnFakeClock(typeof(KeyedConsumer), o => o.Ordering = Ordering.Key, s => s.AddSingleton(_journal));
        engine.Seen.Waits = value => value is "v2" or "v8";
        engine.Seen.Fails = (value, attempt) => value is "v5" or "v9" && attempt == 1;
        engine.Client.Append(Partition(0), Messages("v", 0, 10, i => i is 2 or 6 ? "held" : $"{i}"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("five are unfinished", () => engine.Seen.Finished.Count == 5 && engine.Seen.Begun.Contains("v8") && Retrying() == 2);
        engine.Client.CutTo(Partition(0), 7, Messages("w", 7, 12, i => $"{i}"));
        await Eventually.Until("the new ones are done", () => engine.Seen.Finished.Contains("w9") && engine.Seen.Finished.Contains("w11"));
        Assert.Equal(1, Retrying());
        engine.Seen.Open();
        await engine.ComesAfter(ConsumerOptions.DefaultRetryBackoff, "v5 is done", () => engine.Seen.Finished.Contains("v5"));
        await Eventually.Until("all but the commit is done", () => engine.Runner.Snapshot().Partitions is [{ Unfinished: 0 }]);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Equal(12, engine.Client.Committed[Partition(0)]);
        Assert.Subset(engine.Seen.Finished.ToHashSet(), new HashSet<string> { "v2", "v5", "v6", "w7", "w8", "w9", "w10", "w11" });
        Assert.Empty(_journal.Violations);

        int Retrying() => engine.Runner.Snapshot().Partitions.Sum(p => p.Retrying);
    }

    [Fact]
    public void Wherever_it_is_cut_all_of_the_log_is_finished_and_nothing_is_committed_too_early() =>
        Gen.Select(Gen.Int[0, 11].HashSet[0, 5], Gen.Int[0, 11].HashSet[0, 3], Gen.Int[0, 12], Gen.Int[0, 12], Gen.Bool).Sample(
            (waiting, failing, cut, secondCut, isKey) => CutAsync(waiting, failing, cut, secondCut, isKey).GetAwaiter().GetResult(),
            iter: 60, threads: 4);

    [Theory]
    [InlineData(Ordering.None)]
    [InlineData(Ordering.Key)]
    public async Task What_is_delivered_again_while_it_is_in_hand_is_processed_once(Ordering ordering)
    {
        await using var engine = Start(o => o.Ordering = ordering);
        engine.Seen.Waits = _ => true;
        engine.Client.Append(Partition(0), Messages("v", 0, 6, i => $"{i % 2}"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all are in hand", () => engine.Runner.Snapshot().Partitions is [{ Unfinished: 6 }]);
        engine.Client.DeliverAgain(Partition(0), 1);
        engine.Client.Append(Partition(0), ("last", "v6"));
        await Eventually.Until("the next is in hand", () => engine.Runner.Snapshot().Partitions is [{ Unfinished: 7 }]);
        engine.Seen.Open();
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 7);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"v{i}"), engine.Seen.Finished.Order());
        Assert.Empty(engine.Logs.Texts(LogEvents.LogWentBack));
    }

    [Fact]
    public async Task Without_a_leader_epoch_what_comes_again_counts_as_another_log()
    {
        await using var engine = Start();
        engine.Client.Append(Partition(0), Messages("v", 0, 4, i => $"{i}"));
        engine.Client.PartitionOf(Partition(0)).ForgetEpochs();
        engine.Seen.Waits = value => value == "v1";
        engine.Client.Assign(Partition(0));
        await Eventually.Until("one is in hand", () => engine.Seen.Finished.Count == 3 && engine.Seen.Begun.Contains("v1"));
        engine.Client.DeliverAgain(Partition(0), 1);
        await Eventually.Until("it is told", () => engine.Logs.Texts(LogEvents.LogWentBack).Any());
        engine.Seen.Open();
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 4);
        Assert.Equal(["v0", "v1", "v1", "v2", "v2", "v3", "v3"], engine.Seen.Finished.Order());
    }

    [Theory]
    [InlineData(CommitMode.Interval, true)]
    [InlineData(CommitMode.EachMessage, true)]
    [InlineData(CommitMode.Manual, true)]
    [InlineData(CommitMode.Interval, false)]
    [InlineData(CommitMode.EachMessage, false)]
    public async Task A_shorter_log_of_the_same_name_is_committed_to_its_own_end(CommitMode mode, bool carriesMetadata)
    {
        var client = new FakeGroupClient { CarriesMetadata = carriesMetadata };
        await using (var engine = Start(o => o.CommitMode = mode, client))
        {
            engine.Seen.AsksForCommit = (_, _) => true;
            client.Append(Partition(0), Messages("old", 0, 100, i => $"{i % 5}"));
            client.Assign(Partition(0));
            await Eventually.Until("the old log is committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 100);
            client.CreateAgain(Partition(0), Messages("new", 0, 40, i => $"{i % 5}"));
            await Eventually.Until("the new one is committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 40);
            Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        }

        Assert.Equal(40, client.Committed[Partition(0)]);
        client.Append(Partition(0), Messages("new", 40, 120, i => $"{i % 5}"));
        await using var next = Start(o => o.CommitMode = mode, new FakeGroupClient(client) { CarriesMetadata = carriesMetadata });
        next.Seen.AsksForCommit = (_, _) => true;
        next.Client.Assign(Partition(0));
        await Eventually.Until("the rest is committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 120);
        Assert.Equal(80, next.Seen.Finished.Count);
    }

    [Fact]
    public async Task A_cut_is_committed_before_anything_of_the_new_log_is_finished()
    {
        await using var engine = Start();
        engine.Seen.Waits = value => value.StartsWith('w');
        engine.Client.Append(Partition(0), Messages("v", 0, 10, i => $"{i}"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 10);
        engine.Client.CutTo(Partition(0), 6, Messages("w", 6, 9, i => $"{i}"));
        await Eventually.Until("the cut is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 6);
    }

    [Fact]
    public async Task What_was_deleted_before_it_was_read_is_told_with_both_offsets()
    {
        await using var engine = Start();
        engine.Client.Append(Partition(0), Messages("v", 0, 30, i => $"{i}"));
        engine.Client.Committed[Partition(0)] = 5;
        engine.Client.DeleteBefore(Partition(0), 20);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 30);
        Assert.Contains("orders[0]: what was to be read from 5 on is gone from the log, which goes on at 20", engine.Logs.Texts(LogEvents.OffsetOutOfRange).Single());
    }

    private static async Task<bool> CutAsync(HashSet<int> waiting, HashSet<int> failing, int cut, int secondCut, bool isKey)
    {
        var ordering = isKey ? Ordering.Key : Ordering.Partition;
        var journal = new Journal(ordering);
        var early = new List<string>();
        await using var engine = new EngineFixture(
            typeof(KeyedConsumer), o => (o.Ordering, o.CommitInterval) = (ordering, TimeSpan.FromMilliseconds(10)), s => s.AddSingleton(journal));
        engine.Client.Committing = commit => early.AddRange(
            OrderOfEventsTests.UnfinishedOf(commit, engine.Client.Log(Partition(0)), [.. engine.Seen.Finished]));
        engine.Seen.Waits = value => waiting.Contains(int.Parse(value[1..]));
        engine.Seen.Fails = (value, attempt) => attempt < 3 && failing.Contains(int.Parse(value[1..]));
        engine.Client.Append(Partition(0), Messages("a", 0, 12, i => $"{i % 4}"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it has begun", () => !engine.Seen.Begun.IsEmpty);
        engine.Client.CutTo(Partition(0), cut, Messages("b", cut, 12, i => $"{i % 4}"));
        engine.Client.CutTo(Partition(0), secondCut, Messages("c", secondCut, 14, i => $"{i % 4}"));
        engine.Seen.Open();
        await Eventually.Until("all is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 14, TimeSpan.FromSeconds(20));
        var finished = engine.Seen.Finished.ToHashSet();
        return early.Count == 0 && journal.Violations.Count == 0 && engine.Client.Log(Partition(0)).All(entry => finished.Contains(entry.Value!));
    }

    private static IEnumerable<(string?, string?)> Messages(string name, int from, int end, Func<int, string> key) =>
        Enumerable.Range(from, end - from).Select(i => ((string?)key(i), (string?)$"{name}{i}"));

    private EngineFixture Start(Action<ConsumerOptions>? configure = null, FakeGroupClient? client = null) => new(
        typeof(KeyedConsumer),
        client ?? new FakeGroupClient(),
        o =>
        {
            (o.Ordering, o.CommitInterval) = (Ordering.Key, TimeSpan.FromMilliseconds(10));
            configure?.Invoke(o);
        },
        s => s.AddSingleton(_journal));

    [Fact]
    public async Task With_manual_commits_a_cut_above_the_committed_offset_is_taken_back_from_the_map()
    {
        var client = new FakeGroupClient { TopicId = null };
        client.Append(Partition(0), Enumerable.Range(0, 10).Select(i => ((string?)$"k{i}", (string?)$"{i}")));
        client.PartitionOf(Partition(0)).ForgetEpochs();
        await using (var engine = Manual(client))
        {
            engine.Seen.Fails = (v, _) => v == "3";
            engine.Seen.Waits = v => v is "9" or "new";
            engine.Seen.AsksForCommit = (v, _) => v == "9";
            client.Assign(Partition(0));
            await Eventually.Until("the others are done", () => engine.Seen.Finished.Count == 8);
            engine.Seen.Open();
            await Eventually.Until("it is committed", () => client.SaidToBeFinished(Partition(0)).Contains(9));
            client.CutTo(Partition(0), 7, ("k7", "new 7"), ("k8", "new 8"));
            await Eventually.Until("it went back", () => engine.Logs.Texts(LogEvents.LogWentBack).Any());
            await engine.StopAsync();
        }

        client.PartitionOf(Partition(0)).ForgetEpochs();
        Assert.DoesNotContain(7, client.SaidToBeFinished(Partition(0)));
    }

    [Fact]
    public async Task What_was_asked_to_be_committed_below_a_cut_is_not_forgotten()
    {
        var client = new FakeGroupClient();
        client.Append(Partition(0), Enumerable.Range(0, 10).Select(i => ((string?)$"k{i}", (string?)$"{i}")));
        await using var engine = Manual(client);
        engine.Seen.Waits = v => v == "6";
        engine.Seen.Does = v => v == "9" ? Eventually.Until("those before 6 are finished", () => engine.Runner.Snapshot().Partitions is [{ NextOffset: 6 }]) : Task.CompletedTask;
        engine.Seen.AsksForCommit = (v, _) => v == "9";
        var answer = ErrorCode.NotCoordinatorForGroup;
        client.CommitAnswer = () => answer;
        client.Assign(Partition(0));
        await Eventually.Until("it was refused", () => engine.Logs.Texts(LogEvents.CommitRetried).Any());
        client.CutTo(Partition(0), 8, ("k8", "new 8"));
        await Eventually.Until("it went back", () => engine.Seen.Finished.Contains("new 8"));
        answer = ErrorCode.NoError;
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "6 is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        Assert.Equal((RunEnd.Stopped, 6), ((await stop).End, client.Committed.GetValueOrDefault(Partition(0))));
    }

    private static EngineFixture Manual(FakeGroupClient client) => OnFakeClock(
        typeof(KeyedConsumer), o => (o.CommitMode, o.Ordering) = (CommitMode.Manual, Ordering.Key), s => s.AddSingleton(new Journal(Ordering.Key)), client);
}
