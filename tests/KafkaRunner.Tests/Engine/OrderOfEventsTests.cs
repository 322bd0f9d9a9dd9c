using System.Diagnostics;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>
/// What may happen to a partition while one of its messages is in work happens in every order of two and of three. Whatever the order:
/// only what is finished is committed, nothing is lost, lanes keep their order, and the consumer stops.
/// </summary>
public sealed class OrderOfEventsTests
{
    private const int Stuck = 2;
    private const int End = 10;

    public enum Happening
    {
        Outcome,
        Revoked,
        Lost,
        AssignedAgain,
        LogWentBack,
        Stop,
    }

    public static TheoryData<string> Orders =>
        [.. OrdersOf(2).Concat(OrdersOf(3)).Where(IsPossible).Select(order => string.Join(", then ", order))];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Nothing_is_lost_or_committed_too_early_whatever_the_order(string order)
    {
        var happenings = order.Split(", then ").Select(Enum.Parse<Happening>).ToArray();
        await Task.WhenAll(
            Task.Run(() => Happen(happenings, Ordering.Partition, inTurn: true)),
            Task.Run(() => Happen(happenings, Ordering.Partition, inTurn: false)),
            Task.Run(() => Happen(happenings, Ordering.Key, inTurn: true)),
            Task.Run(() => Happen(happenings, Ordering.Key, inTurn: false)));
    }

    private static IEnumerable<Happening[]> OrdersOf(int count) => count == 0
        ? [[]]
        : from before in OrdersOf(count - 1) from next in Enum.GetValues<Happening>() where !before.Contains(next) select (Happening[])[.. before, next];

    // What is ours cannot be assigned again, and what is not cannot be taken away.
    private static bool IsPossible(Happening[] order)
    {
        var isOurs = true;
        foreach (var happening in order)
        {
            if (happening is Happening.Revoked or Happening.Lost && !isOurs) return false;
            if (happening == Happening.AssignedAgain && isOurs) return false;
            if (happening is Happening.Revoked or Happening.Lost or Happening.AssignedAgain) isOurs = !isOurs;
        }

        return true;
    }

    /// <param name="order">What happens.</param>
    /// <param name="ordering">Which lanes there are.</param>
    /// <param name="inTurn">Whether each event is over before the next one comes, or all come at once.</param>
    private static async Task Happen(Happening[] order, Ordering ordering, bool inTurn)
    {
        var isClean = !order.Contains(Happening.Lost) && !order.Contains(Happening.LogWentBack);
        var journal = new Journal(ordering);
        var early = new List<string>();
        var finished = new List<string>();
        var client = new FakeGroupClient { RevokesOnClose = true };
        var isOurs = true;
        var isStopped = order.Contains(Happening.Stop);
        var isLostWhileStopping = Array.IndexOf(order, Happening.Lost) is >= 0 and var lost && isStopped && (!inTurn || lost > Array.IndexOf(order, Happening.Stop));
        await using (var engine = Start(client))
        {
            client.Append(Partition(0), Messages("v", 0, 8));
            client.Assign(Partition(0));
            await Eventually.Until("the message has begun", () => engine.Seen.Begun.Contains($"v{Stuck}"));
            if (inTurn) await Eventually.Until("all others are finished", () => engine.Seen.Finished.Count == (ordering == Ordering.Key ? 6 : Stuck));
            var posted = new List<Task>();
            foreach (var happening in order)
            {
                posted.Add(Raise(happening, engine));
                if (inTurn) await posted[^1].WaitAsync(TimeSpan.FromSeconds(10));
            }

            engine.Seen.Open();
            await Task.WhenAll(posted).WaitAsync(TimeSpan.FromSeconds(10));
            if (!isStopped)
            {
                if (!isOurs) engine.Client.Assign(Partition(0));
                await Drained(engine);
            }

            await Stopped(engine);
        }

        if (isStopped)
        {
            await using var next = Start(new FakeGroupClient(client));
            next.Seen.Open();
            next.Client.Assign(Partition(0));
            await Drained(next);
            await Stopped(next);
        }

        Assert.Empty(journal.Violations);
        Assert.Empty(early);
        if (isClean) Assert.Equal(finished.Distinct().Order(), finished.Order());

        EngineFixture Start(FakeGroupClient member)
        {
            var started = new EngineFixture(
                typeof(KeyedConsumer), member, o =>
                {
                    o.Ordering = ordering;
                    o.DrainTimeout = inTurn ? TimeSpan.FromMilliseconds(20) : TimeSpan.FromSeconds(10);
                    o.CommitInterval = TimeSpan.FromMilliseconds(10);
                },
                s => s.AddSingleton(journal));
            started.Seen.Waits = value => value is "v2" or "w2";
            started.Seen.Obedient = isClean;
            member.Committing = offset => early.AddRange(UnfinishedOf(offset, member.Log(Partition(0)), [.. finished, .. started.Seen.Finished]));
            return started;
        }

        async Task Raise(Happening happening, EngineFixture engine)
        {
            switch (happening)
            {
                case Happening.Outcome:
                    engine.Seen.Open();
                    if (inTurn) await Eventually.Until("the message in work has ended", () => journal.InWork == 0);
                    break;
                case Happening.Revoked:
                    isOurs = false;
                    await engine.Client.Post(events => events.Revoking([Partition(0)]));
                    if (inTurn && isClean) await Eventually.Until("what outlived the drain has given up", () => journal.InWork == 0);
                    break;
                case Happening.Lost:
                    isOurs = false;
                    await engine.Client.Post(events => events.Lost([Partition(0)]));
                    break;
                case Happening.AssignedAgain:
                    isOurs = true;
                    await engine.Client.Post(events => events.Assigned([Partition(0)]));
                    break;
                case Happening.LogWentBack:
                    var cut = inTurn ? 1 : 3;
                    engine.Client.CutTo(Partition(0), cut, Messages("w", cut, End));
                    break;
                case Happening.Stop:
                    engine.Runner.RequestStop();
                    await Eventually.Until("it is stopping", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
                    break;
            }
        }

        async Task Stopped(EngineFixture engine)
        {
            var began = Stopwatch.GetTimestamp();
            var end = (await engine.StopAsync()).End;
            if (!isLostWhileStopping) Assert.Equal(RunEnd.Stopped, end);
            else Assert.True(end is RunEnd.Stopped or RunEnd.Uncommitted, $"It ended as {end}.");
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5), "It took too long to stop.");
            finished.AddRange(engine.Seen.Finished);
        }

        async Task Drained(EngineFixture engine)
        {
            var log = engine.Client.Log(Partition(0));
            await Eventually.Until(
                $"all of the log is finished ({order.Length} events, {ordering}, {(inTurn ? "in turn" : "at once")})",
                () => log.All(entry => finished.Contains(entry.Value!) || engine.Seen.Finished.Contains(entry.Value!)));
            await Eventually.Until("all of it is committed", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == log.Count);
        }
    }

    private static IEnumerable<(string?, string?)> Messages(string name, int from, int end) =>
        Enumerable.Range(from, end - from).Select(i => (i % 4 == 3 ? null : $"key {i % 3}", (string?)$"{name}{i}"));

    /// <summary>What a commit says is finished, and is not: by its offset, or by its map. Neither speaks of messages of a newer leader.</summary>
    internal static IEnumerable<string> UnfinishedOf(OffsetToCommit commit, IReadOnlyList<FakePartition.Entry> log, HashSet<string> finished)
    {
        var said = Enumerable.Range(0, (int)Math.Min(commit.Offset, log.Count)).Where(i => log[i].Epoch <= commit.LeaderEpoch);
        if (!string.IsNullOrEmpty(commit.Metadata))
        {
            if (!OffsetMap.TryDecode(commit.Metadata, out var map)) return [$"unreadable: {commit.Metadata}"];
            if (map.Base != commit.Offset) return [$"a map of {map.Base} at {commit.Offset}"];
            said = said.Concat(Enumerable.Range(0, log.Count).Where(i => log[i].Epoch <= map.LeaderEpoch && map.Finished.Any(r => r.First <= i && i < r.End)));
        }

        return said.Where(i => !finished.Contains(log[i].Value!)).Select(i => $"{log[i].Value} was committed by {commit} and is not finished");
    }
}
