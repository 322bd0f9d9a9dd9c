using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>What is finished beyond a message that is not: how much of it there may be, and that it is not processed again.</summary>
public sealed class ReadAheadTests
{
    private readonly Journal _journal = new(Ordering.Key);

    [Fact]
    public async Task Two_hundred_thousand_messages_finish_behind_one_and_none_of_them_comes_again()
    {
        const int Count = 200_000;
        var first = Start(new FakeGroupClient(), o => o.RetryBackoff = o.MaxRetryBackoff = TimeSpan.FromHours(1));
        await using (first)
        {
            first.Seen.Fails = (value, _) => value == "0";
            first.Client.Append(Partition(0), Enumerable.Range(0, Count).Select(i => ((string?)(i == 0 ? "stuck" : $"{i % 100}"), (string?)$"{i}")));
            first.Client.Assign(Partition(0));
            await Eventually.Until("all others are done", () => first.Seen.Finished.Count == Count - 1, TimeSpan.FromSeconds(30));
            var snapshot = first.Runner.Snapshot().Partitions.Single();
            Assert.Equal((0, 1, 1), (snapshot.Waiting, snapshot.Unfinished, snapshot.Retrying));
            Assert.False(snapshot.IsFull);
            Assert.Equal(RunEnd.Stopped, (await first.StopAsync()).End);
        }

        Assert.Equal(0, first.Client.Committed[Partition(0)]);
        Assert.Empty(_journal.Violations);
        await using var next = Start(new FakeGroupClient(first.Client));
        next.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => next.Client.Committed.GetValueOrDefault(Partition(0)) == Count, TimeSpan.FromSeconds(30));
        Assert.Equal(["0"], next.Seen.Finished);
    }

    [Fact]
    public async Task A_partition_stops_reading_when_its_map_is_full_and_no_other_one_does()
    {
        var first = Start(new FakeGroupClient(), o => (o.RetryBackoff, o.MaxRetryBackoff, o.MaxReadAhead) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), 1_000_000));
        await using (first)
        {
            first.Seen.Fails = (value, _) => value.StartsWith("fails", StringComparison.Ordinal);
            first.Client.Append(Partition(0), Enumerable.Range(0, 60_000).Select(i => ((string?)null, (string?)(i % 2 == 0 ? $"fails {i}" : $"{i}"))));
            first.Client.Append(Partition(1), [.. Enumerable.Range(0, 60_000).Select(i => $"other {i}")]);
            first.Client.Assign(Partition(0), Partition(1));
            await Eventually.Until("the other one is done", () => first.Client.Committed.GetValueOrDefault(Partition(1)) == 60_000, TimeSpan.FromSeconds(30));
            await Eventually.Until("it is full", () => first.Runner.Snapshot().Partitions[0] is { IsFull: true, Waiting: 0, InWork: 0 }, TimeSpan.FromSeconds(30));
            Assert.Single(first.Logs.Texts(LogEvents.ReadAheadFull));
            await first.StopAsync();
        }

        var finished = first.Seen.Finished.Where(value => value[0] != 'o').Select(int.Parse).ToHashSet();
        Assert.InRange(finished.Count, 10_000, 13_000);
        Assert.InRange(first.Client.Metadata[Partition(0)].Length, 1, OffsetMap.MaxLength);
        Assert.True(OffsetMap.TryDecode(first.Client.Metadata[Partition(0)], out var map));
        Assert.Equal(finished.Count, map.Finished.Sum(range => range.End - range.First));
        Assert.All(map.Finished, range => Assert.Contains((int)range.First, finished));

        await using var next = Start(new FakeGroupClient(first.Client));
        next.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("all is committed", () => next.Client.Committed.GetValueOrDefault(Partition(0)) == 60_000, TimeSpan.FromSeconds(30));
        Assert.Equal(60_000 - finished.Count, next.Seen.Finished.Count);
    }

    [Fact]
    public async Task No_more_than_MaxReadAhead_is_held_of_a_partition_and_the_others_go_on()
    {
        await using var engine = Start(new FakeGroupClient(), o => (o.MaxReadAhead, o.CommitInterval) = (100, TimeSpan.FromMilliseconds(10)));
        engine.Seen.Waits = value => value == "0";
        engine.Client.Append(Partition(0), Enumerable.Range(0, 1_000).Select(i => ((string?)"hot", (string?)$"{i}")));
        engine.Client.Append(Partition(1), [.. Enumerable.Range(0, 1_000).Select(i => $"other {i}")]);
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("it is full", () => engine.Runner.Snapshot().Partitions[0].IsFull);
        await Eventually.Until("the other one is done", () => engine.Client.Committed.GetValueOrDefault(Partition(1)) == 1_000);
        Assert.Equal(100, engine.Runner.Snapshot().Partitions[0].Unfinished);
        engine.Seen.Open();
        await Eventually.Until("it goes on", () => engine.Client.Committed.GetValueOrDefault(Partition(0)) == 1_000);
        Assert.Empty(_journal.Violations);
    }

    [Theory]
    [InlineData("{\"someone\":\"else's\"}")]
    [InlineData("kr1.")]
    [InlineData("kr1.AAAA")]
    [InlineData("kr2.AAAAAAAAAAAA")]
    [InlineData("\0\u00ff")]
    [InlineData(null)]
    public async Task Metadata_of_someone_else_is_ignored_with_one_warning(string? metadata)
    {
        var client = new FakeGroupClient();
        client.Append(Partition(0), "a", "b", "c");
        (client.Committed[Partition(0)], client.Metadata[Partition(0)]) = (1, metadata ?? new string('x', OffsetMap.MaxLength));
        await using var engine = Start(client);
        client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => client.Committed[Partition(0)] == 3);
        Assert.Equal(["b", "c"], engine.Seen.Finished.Order());
        Assert.Single(engine.Logs.Texts(LogEvents.ForeignMetadata));
        Assert.Equal("", client.Metadata[Partition(0)]);
    }

    [Fact]
    public async Task No_metadata_is_nothing_to_warn_of()
    {
        var client = new FakeGroupClient();
        client.Append(Partition(0), "a", "b");
        (client.Committed[Partition(0)], client.Metadata[Partition(0)]) = (1, "");
        await using var engine = Start(client);
        client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => client.Committed[Partition(0)] == 2);
        Assert.Empty(engine.Logs.Texts(LogEvents.ForeignMetadata));
        Assert.Empty(engine.Logs.Texts(LogEvents.MapDropped));
    }

    [Theory]
    [InlineData(1, true, 7, true)]
    [InlineData(0, true, 7, false)]
    [InlineData(2, true, 7, false)]
    [InlineData(1, true, 6, false)]
    [InlineData(1, true, -1, false)]
    [InlineData(1, false, 7, true)]
    public async Task A_map_is_used_only_where_it_belongs(long @base, bool isTopicKnown, int leaderEpoch, bool isUsed)
    {
        var client = new FakeGroupClient();
        client.Append(Partition(0), [.. Enumerable.Range(0, 6).Select(i => $"{i}")]);
        var topicId = isTopicKnown ? client.TopicId : null;
        client.Committed[Partition(0)] = 1;
        client.Metadata[Partition(0)] = OffsetMap.Encode(@base, topicId, leaderEpoch, [new OffsetRange(3, 5)])!;
        await using var engine = Start(client);
        client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => client.Committed[Partition(0)] == 6);
        Assert.Equal(isUsed ? ["1", "2", "5"] : ["1", "2", "3", "4", "5"], engine.Seen.Finished.Order());
        Assert.Equal(isUsed ? 0 : 1, engine.Logs.Texts(LogEvents.MapDropped).Count());
    }

    [Fact]
    public async Task A_map_is_handed_on_by_an_owner_that_has_not_come_so_far()
    {
        await using var engine = Start(new FakeGroupClient(), o => (o.RetryBackoff, o.MaxRetryBackoff, o.MaxReadAhead) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), 10));
        engine.Seen.Fails = (value, attempt) => value is "0" or "40";
        engine.Client.Append(Partition(0), [.. Enumerable.Range(0, 50).Select(i => $"{i}")]);
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all others are done", () => engine.Seen.Finished.Count == 48);
        for (var time = 0; time < 3; time++)
        {
            engine.Client.Revoke(Partition(0));
            Assert.Equal(0, engine.Client.Committed[Partition(0)]);
            Assert.True(OffsetMap.TryDecode(engine.Client.Metadata[Partition(0)], out var map));
            Assert.Equal([new OffsetRange(1, 40), new OffsetRange(41, 50)], map.Finished);
            engine.Client.Assign(Partition(0));
        }

        engine.Seen.Fails = (_, _) => false;
        engine.Client.Revoke(Partition(0));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed[Partition(0)] == 50);
        Assert.Equal(50, engine.Seen.Finished.Count);
    }

    [Fact]
    public async Task An_owner_that_gets_no_further_leaves_the_leader_epoch_of_the_committed_offset()
    {
        await using var engine = Start(new FakeGroupClient(), o => (o.RetryBackoff, o.MaxRetryBackoff) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        engine.Seen.Fails = (value, _) => value == "v2";
        engine.Client.Append(Partition(0), ("a", "v0"), ("b", "v1"), ("c", "v2"), ("d", "v3"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("three are done", () => engine.Seen.Finished.Count == 3);
        engine.Client.Revoke(Partition(0));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it failed again", () => engine.Seen.Begun.Count == 5);
        engine.Client.Revoke(Partition(0));
        engine.Client.CutTo(Partition(0), 1, ("b", "w1"), ("c", "w2"), ("d", "w3"), ("e", "w4"));
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all is committed", () => engine.Client.Committed[Partition(0)] == 5);
        Assert.Contains("w1", engine.Seen.Finished);
    }

    private EngineFixture Start(FakeGroupClient client, Action<ConsumerOptions>? configure = null) => new(
        typeof(KeyedConsumer),
        client,
        o =>
        {
            o.Ordering = Ordering.Key;
            configure?.Invoke(o);
        },
        s => s.AddSingleton(_journal));
}
