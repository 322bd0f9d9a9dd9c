using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>At most once: what is committed is what is about to begin, never what was only read; and nothing begins before it is committed.</summary>
public sealed class AtMostOnceTests
{
    private const int Count = 150;
    private const int MaxConcurrency = 4;

    public static TheoryData<Ordering, bool, bool, int> Modes =>
    [
        .. from ordering in Enum.GetValues<Ordering>()
           from isBatch in new[] { false, true }
           from metadata in new[] { -1, 0, 64, 4_096 }     // -1: the client carries none
           select new TheoryDataRow<Ordering, bool, bool, int>(ordering, isBatch, metadata >= 0, metadata),
    ];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task No_more_is_committed_and_not_begun_than_may_be_in_work(Ordering ordering, bool isBatch, bool carriesMetadata, int maxMetadata)
    {
        var client = new FakeGroupClient { CarriesMetadata = carriesMetadata, MaxMetadata = Math.Max(0, maxMetadata) };
        var begun = new HashSet<int>();
        var early = new List<string>();
        var most = 0;
        await using (var engine = Start(client, ordering, isBatch))
        {
            engine.Seen.Does = async value =>
            {
                lock (begun)
                {
                    var said = client.SaidToBeFinished(Partition(0));
                    foreach (var number in value.Split(' ').Select(int.Parse))
                    {
                        if (!said.Contains(number)) early.Add($"{number} began before it was committed");
                        if (!begun.Add(number)) early.Add($"{number} began twice");
                    }

                    most = Math.Max(most, said.Except(begun).Count());
                }

                await Task.Yield();
            };
            client.Append(Partition(0), Enumerable.Range(0, Count).Select(i => ((string?)$"{i * i % 11}", (string?)$"{i}")));
            client.Assign(Partition(0));
            await Eventually.Until("half is done", () => engine.Seen.Finished.Sum(v => v.Split(' ').Length) > Count / 2, TimeSpan.FromSeconds(20));
            Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
            Assert.Empty(engine.Logs.Texts(LogEvents.LostUnbegun));
        }

        Assert.Empty(early);
        Assert.InRange(most, 0, MaxConcurrency * (isBatch ? 5 : 1));
        Assert.Equal(begun.Order(), client.SaidToBeFinished(Partition(0)).Order());      // after a clean stop nothing is committed that has not begun

        await using var next = Start(new FakeGroupClient(client) { CarriesMetadata = carriesMetadata, MaxMetadata = client.MaxMetadata }, ordering, isBatch);
        next.Client.Assign(Partition(0));
        await Eventually.Until("the rest is done", () => next.Client.Committed.GetValueOrDefault(Partition(0)) == Count, TimeSpan.FromSeconds(20));
        await next.StopAsync();
        var rest = next.Seen.Begun.SelectMany(v => v.Split(' ')).Select(int.Parse).ToList();
        Assert.Equal(Enumerable.Range(0, Count), begun.Concat(rest).Order());
    }

    [Fact]
    public async Task What_waits_for_its_commit_when_the_stop_comes_is_left_to_whoever_comes_next()
    {
        var client = new FakeGroupClient();
        var answers = ErrorCode.NoError;
        client.CommitAnswer = () => answers;
        await using var engine = Start(client, Ordering.Key, isBatch: false);
        client.Assign(Partition(0));
        answers = ErrorCode.RebalanceInProgress;
        client.Append(Partition(0), Enumerable.Range(0, 10).Select(i => ((string?)$"{i}", (string?)$"{i}")));
        await Eventually.Until("they wait", () => engine.Logs.Texts(LogEvents.CommitRetried).Any());
        Assert.Empty(engine.Seen.Begun);
        var stop = engine.StopAsync();
        await Eventually.Until("it is stopping", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
        answers = ErrorCode.NoError;
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Empty(engine.Seen.Begun);
        Assert.Empty(engine.Logs.Texts(LogEvents.LostUnbegun));
        Assert.Equal(0, client.Committed.GetValueOrDefault(Partition(0)));
    }

    [Fact]
    public async Task What_was_committed_and_cannot_begin_any_more_is_told_and_counted()
    {
        var client = new FakeGroupClient();
        await using var engine = Start(client, Ordering.Key, isBatch: false);
        var isLost = false;
        client.Committing = commit =>
        {
            if (isLost) return;
            isLost = true;
            client.Post(events => events.Lost([Partition(0)]));     // before the result of this commit
        };
        client.Append(Partition(0), ("k", "0"));
        client.Assign(Partition(0));
        await Eventually.Until("it is told", () => engine.Logs.Texts(LogEvents.LostUnbegun).Any());
        Assert.Contains("orders[0]: 1 message(s) were sent to be committed", engine.Logs.Texts(LogEvents.LostUnbegun).Single());
        Assert.Empty(engine.Seen.Begun);
    }

    [Fact]
    public async Task What_gives_up_is_told_as_lost()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer), o => o.DeliveryGuarantee = DeliveryGuarantee.AtMostOnce);
        engine.Seen.Waits = _ => true;
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a has begun", () => engine.Seen.Begun.Contains("a"));
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "it is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Contains("orders[0] at 0 did not finish", engine.Logs.Texts(LogEvents.FailedAtMostOnce).Single());
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
    }

    private static EngineFixture Start(FakeGroupClient client, Ordering ordering, bool isBatch) => new(
        isBatch ? typeof(TextBatchConsumer) : typeof(TextConsumer),
        client,
        o =>
        {
            (o.DeliveryGuarantee, o.Ordering, o.MaxConcurrency) = (DeliveryGuarantee.AtMostOnce, ordering, MaxConcurrency);
            (o.BatchSize, o.BatchWait) = (5, TimeSpan.FromMilliseconds(5));
        });

    [Theory]
    [InlineData(4096)]
    [InlineData(256)]
    public async Task At_most_once_goes_on_after_a_limit_fell(int limit)
    {
        var client = new FakeGroupClient();
        await using var engine = new EngineFixture(typeof(TextConsumer), client,
            o => (o.Ordering, o.CommitInterval, o.DeliveryGuarantee) = (Ordering.Key, TimeSpan.FromMilliseconds(10), DeliveryGuarantee.AtMostOnce));
        engine.Seen.Waits = value => value == "0";
        client.Append(Partition(0), Enumerable.Range(0, 3_000).Select(i => ((string?)(i % 3 == 0 ? "a" : $"k{i}"), (string?)$"{i}")));
        client.Assign(Partition(0));
        await Eventually.Until("the others are done", () => engine.Seen.Finished.Count == 2_000);
        Assert.True(client.Metadata[Partition(0)].Length > 300, $"{client.Metadata[Partition(0)].Length}");
        client.MaxMetadata = limit;
        engine.Seen.Open();
        await Eventually.Until("something goes on", () => engine.Seen.Begun.Count > 2_010);
    }

    [Fact]
    public async Task At_most_once_a_partition_whose_commits_are_refused_keeps_no_other_waiting()
    {
        var client = new FakeGroupClient { Refused = Partition(1) };
        await using var engine = new EngineFixture(typeof(TextConsumer), client,
            o => (o.Ordering, o.MaxConcurrency, o.DeliveryGuarantee) = (Ordering.None, 2, DeliveryGuarantee.AtMostOnce));
        client.Append(Partition(1), [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        client.Assign(Partition(1));
        await Eventually.Until("it was refused", () => engine.Logs.Texts(LogEvents.CommitRetried).Any());
        client.Append(Partition(0), "a");
        client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_most_once_what_is_delivered_again_under_its_leader_epoch_is_processed_once(bool isInWork)
    {
        var client = new FakeGroupClient();
        await using var engine = new EngineFixture(typeof(TextConsumer), client,
            o => (o.Ordering, o.DeliveryGuarantee) = (Ordering.Key, DeliveryGuarantee.AtMostOnce));
        engine.Seen.Waits = v => isInWork && v == "a";
        client.Append(Partition(0), ("k0", "a"), ("k1", "b"), ("k2", "c"));
        client.Assign(Partition(0));
        await Eventually.Until("b and c are done", () => engine.Seen.Finished.Count >= 2 && engine.Seen.Begun.Count == 3);
        client.DeliverAgain(Partition(0), 0);
        client.Append(Partition(0), ("k3", "d"));
        engine.Seen.Open();
        await Eventually.Until("d is done", () => engine.Seen.Finished.Contains("d"));
        await engine.StopAsync();
        Assert.Equal(["a", "b", "c", "d"], engine.Seen.Begun.Order());
    }
}
