using Microsoft.Extensions.DependencyInjection;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>A partition without a committed offset: its start is chosen once, sought, committed, and only then is anything processed.</summary>
public sealed class StartPositionTests
{
    [Theory]
    [InlineData(CommitMode.Interval)]
    [InlineData(CommitMode.EachMessage)]
    [InlineData(CommitMode.Manual)]
    public async Task Nothing_begins_before_the_start_is_committed(CommitMode mode)
    {
        var client = new FakeGroupClient { IsNew = true };
        var answer = ErrorCode.RebalanceInProgress;
        client.CommitAnswer = () => answer;
        client.Append(Partition(0), "a", "b");
        await using var engine = Start(client, o => (o.CommitMode, o.StartPosition) = (mode, StartPosition.Earliest));
        client.Assign(Partition(0));
        await Eventually.Until("it was refused", () => engine.Logs.Texts(LogEvents.CommitRetried).Any());
        Assert.Empty(engine.Seen.Begun);
        answer = ErrorCode.NoError;
        await Eventually.Until("both are done", () => engine.Seen.Finished.Count == 2);
    }

    [Theory]
    [InlineData(DeliveryGuarantee.AtLeastOnce)]
    [InlineData(DeliveryGuarantee.AtMostOnce)]
    public async Task What_comes_after_the_start_is_processed_whatever_happens_to_it_first(DeliveryGuarantee guarantee)
    {
        var client = new FakeGroupClient { IsNew = true, RefusedSeeks = 3 };
        client.Append(Partition(0), "old", "older");
        await using (var engine = Start(client, o => o.DeliveryGuarantee = guarantee))
        {
            client.Assign(Partition(0));
            await Eventually.Until("the end is committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 2);
            Assert.Contains("orders[0] at 2 (the end)", engine.Logs.Texts(LogEvents.StartChosen).Single());
        }

        client.Append(Partition(0), "new", "newer");
        await using var next = Start(new FakeGroupClient(client), o => o.DeliveryGuarantee = guarantee);
        next.Client.Assign(Partition(0));
        await Eventually.Until("both are done", () => next.Seen.Finished.Count == 2);
        Assert.Equal(["new", "newer"], next.Seen.Finished);
    }

    [Fact]
    public async Task What_a_new_leader_writes_below_a_start_at_the_end_is_processed()
    {
        var client = new FakeGroupClient { IsNew = true };
        client.Append(Partition(0), "a", "b", "c", "d");
        await using (Start(client))
        {
            client.Assign(Partition(0));
            await Eventually.Until("the end is committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 4);
        }

        client.CutTo(Partition(0), 1, [(null, "1"), (null, "2"), (null, "3"), (null, "4")]);
        await using var next = Start(new FakeGroupClient(client));
        next.Client.Assign(Partition(0));
        await Eventually.Until("the new log is done", () => next.Seen.Finished.Count == 4);
        Assert.Equal(["1", "2", "3", "4"], next.Seen.Finished);
    }

    [Fact]
    public async Task A_first_message_that_fails_until_the_stop_is_processed_by_whoever_comes_next()
    {
        var client = new FakeGroupClient { IsNew = true };
        await using (var engine = Start(client))
        {
            engine.Seen.Fails = (_, _) => true;
            client.Assign(Partition(0));
            await Eventually.Until("the end is committed", () => client.Committed.ContainsKey(Partition(0)));
            client.Append(Partition(0), "a");
            await Eventually.Until("it has failed", () => engine.Logs.Texts(LogEvents.RetryScheduled).Any());
            Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        }

        await using var next = Start(new FakeGroupClient(client));
        next.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => next.Seen.Finished.Contains("a"));
    }

    [Fact]
    public async Task A_partition_that_the_topic_got_later_is_read_from_its_beginning()
    {
        var client = new FakeGroupClient { IsNew = true, Partitions = 2 };
        await using var engine = Start(client);
        client.Append(Partition(0), "old");
        client.Assign(Partition(0));
        await Eventually.Until("the end is committed", () => client.Committed.GetValueOrDefault(Partition(0)) == 1);
        Assert.True(OffsetMap.TryDecode(client.Metadata[Partition(0)], out var map));
        Assert.Equal(2, map.Partitions);

        // Another member's, which has not committed yet; and two that came later.
        client.Partitions = 4;
        foreach (var partition in new[] { 1, 2, 3 }) client.Append(Partition(partition), $"{partition}");
        client.Assign(Partition(1), Partition(2), Partition(3));
        await Eventually.Until("the new ones are done", () => engine.Seen.Finished.Count == 2);
        await Eventually.Until("all is committed", () => new[] { 1, 2, 3 }.All(p => client.Committed.GetValueOrDefault(Partition(p)) == 1));
        Assert.Equal(["2", "3"], engine.Seen.Finished.Order());
        Assert.True(OffsetMap.TryDecode(client.Metadata[Partition(3)], out var carried));
        Assert.Equal(2, carried.Partitions);
    }

    [Fact]
    public async Task A_partition_that_is_taken_away_while_its_start_is_sought_is_not_sought_any_more()
    {
        var client = new FakeGroupClient { IsNew = true, RefusedSeeks = int.MaxValue };
        await using var engine = Start(client);
        client.Append(Partition(0), "old");
        client.Assign(Partition(0));
        await Eventually.Until("it is sought", () => client.RefusedSeeks < int.MaxValue - 2);
        client.Revoke(Partition(0));
        Assert.Empty(client.Committed);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
    }

    [Fact]
    public async Task A_log_that_was_cut_is_read_from_its_beginning_also_where_groups_begin_at_the_end()
    {
        var client = new FakeGroupClient();
        client.Committed[Partition(0)] = 5;
        client.Append(Partition(0), "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        client.DeleteBefore(Partition(0), 8);
        await using var engine = Start(client);
        client.Assign(Partition(0));
        await Eventually.Until("the rest is done", () => client.Committed.GetValueOrDefault(Partition(0)) == 10);
        Assert.Equal(["i", "j"], engine.Seen.Finished);
    }

    [Fact]
    public async Task A_partition_that_the_group_does_not_tell_of_holds_up_no_other()
    {
        var client = new FakeGroupClient();
        client.Unanswered.Add(Partition(1));
        foreach (var partition in new[] { 0, 1, 2 }) client.Append(Partition(partition), $"{partition}");
        await using var engine = Start(client);
        client.Assign(Partition(0), Partition(1), Partition(2));
        await Eventually.Until("the others are done", () => engine.Seen.Finished.Count == 2);
        Assert.Equal(["0", "2"], engine.Seen.Finished.Order());
        client.Answer.SetResult();
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 3);
    }

    private static EngineFixture Start(FakeGroupClient client, Action<ConsumerOptions>? configure = null) => new(
        typeof(TextConsumer),
        client,
        o =>
        {
            o.StartPosition = StartPosition.Latest;
            configure?.Invoke(o);
        });

    [Theory]
    [InlineData(3, 4)]
    [InlineData(0, 1, 2, 3, 4)]
    public async Task A_partition_that_was_added_while_the_group_began_with_earliest_is_read_from_its_beginning_under_latest(params int[] assigned)
    {
        var client = new FakeGroupClient { IsNew = true, Partitions = 3 };
        for (var i = 0; i < 3; i++) client.Append(Partition(i), $"{i}");
        await Process(client, Partition(0), Partition(1), Partition(2));

        // The topic grows by two. Somebody gets one of them, and nobody comes to the other.
        client = new FakeGroupClient(client) { Partitions = 5 };
        client.Append(Partition(3), "3");
        client.Append(Partition(4), "4");
        await Process(client, Partition(3));

        client = new FakeGroupClient(client) { Partitions = 5 };
        await using var engine = Start(client);
        client.Assign([.. assigned.Select(Partition)]);
        await Eventually.Until("4 is done", () => engine.Seen.Finished.Contains("4"));
    }

    private static async Task Process(FakeGroupClient client, params TopicPartition[] partitions)
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), client);
        client.Assign(partitions);
        await Eventually.Until("all are done", () => engine.Seen.Finished.Count == partitions.Length);
        await engine.StopAsync();
    }

    [Fact]
    public async Task What_was_committed_in_an_earlier_topic_of_the_name_says_nothing_of_this_one()
    {
        var client = new FakeGroupClient { Partitions = 1 };
        await using (var engine = new EngineFixture(typeof(TextConsumer), client))
        {
            client.Append(Partition(0), "a", "b", "c", "d", "e");
            engine.Seen.Waits = v => v == "e";
            client.Assign(Partition(0));
            await Eventually.Until("d is done", () => engine.Seen.Finished.Contains("d"));
            client.PartitionOf(Partition(0)).CreateAgain();     // empty yet; e is in hand
            engine.Seen.Open();
            await Eventually.Until("e is committed in the new topic", () => client.Committed.GetValueOrDefault(Partition(0)) == 5);
            await engine.StopAsync();
        }

        client.Append(Partition(0), "0", "1", "2", "3", "4", "5", "6");
        await using var next = new EngineFixture(typeof(TextConsumer), new FakeGroupClient(client) { TopicId = Guid.NewGuid() });
        next.Client.Assign(Partition(0));
        await Eventually.Until("6 is done", () => next.Seen.Finished.Contains("6"));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6"], next.Seen.Finished);
    }

    [Fact]
    public async Task The_start_is_committed_also_where_a_listener_is_slow()
    {
        var client = new FakeGroupClient { IsNew = true };
        client.Append(Partition(0), "old");
        await using (var engine = new EngineFixture(typeof(TextConsumer), client, o => o.StartPosition = StartPosition.Latest, s => s.AddSingleton<IPartitionListener, Slow>()))
        {
            client.Assign(Partition(0));
            await Eventually.Until("the start is chosen", () => engine.Logs.Texts(LogEvents.StartChosen).Any());
            var result = await engine.StopAsync();
            Assert.Equal(RunEnd.Stopped, result.End);
        }

        client.Append(Partition(0), "new");
        await using var next = new EngineFixture(typeof(TextConsumer), new FakeGroupClient(client), o => o.StartPosition = StartPosition.Latest);
        next.Client.Assign(Partition(0));
        await Eventually.Until("new is done", () => next.Seen.Finished.Contains("new"));
    }

    [Fact]
    public async Task A_partition_whose_start_cannot_be_sought_holds_no_other_up()
    {
        var client = new FakeGroupClient { IsNew = true, RefusedSeeks = int.MaxValue };
        client.Committed[Partition(0)] = 0;
        client.Append(Partition(0), "a");
        await using var engine = new EngineFixture(typeof(TextConsumer), client, o => o.StartPosition = StartPosition.Latest);
        client.Append(Partition(1), "old");
        client.Assign(Partition(0), Partition(1));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
    }

    [Fact]
    public async Task A_new_partition_is_read_from_its_beginning_also_where_the_count_is_not_told()
    {
        var client = new FakeGroupClient { IsNew = true, PartitionsIfAsked = 2 };
        client.Committed[Partition(0)] = 0;
        client.Metadata[Partition(0)] = OffsetMap.Encode(0, client.TopicId, -1, [], 1)!;
        client.Append(Partition(1), "a");
        await using var engine = new EngineFixture(typeof(TextConsumer), client, o => o.StartPosition = StartPosition.Latest);
        client.Assign(Partition(1));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
    }

    [Fact]
    public async Task The_position_is_not_looked_at_before_it_is_open()
    {
        var client = new FakeGroupClient();
        client.Committed[Partition(0)] = 3;
        client.Append(Partition(0), [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        client.PartitionOf(Partition(0)).FirstPosition = 8;
        await using var engine = new EngineFixture(typeof(TextConsumer), client, null, s => s.AddSingleton<IPartitionListener, Slow>());
        var most = -1L;
        client.Committing = o => most = Math.Max(most, o.Offset);
        client.Assign(Partition(0));
        client.Append(Partition(0), "readable");
        var polled = 0;
        client.Calling = call => polled += call == "Poll" ? 1 : 0;
        await Eventually.Until("there was time for commits", () => polled > 50);
        await engine.StopAsync();
        Assert.Equal(-1, most);
    }

    [Fact]
    public async Task A_start_is_not_said_to_be_chosen_in_a_partition_that_was_taken_away()
    {
        var client = new FakeGroupClient { IsNew = true, RefusedSeeks = int.MaxValue };
        await using var engine = new EngineFixture(typeof(TextConsumer), client, o => o.StartPosition = StartPosition.Latest);
        client.Append(Partition(0), "old");
        client.Assign(Partition(0));
        await Eventually.Until("it is sought", () => client.RefusedSeeks < int.MaxValue - 2);
        client.Revoke(Partition(0));
        await engine.StopAsync();
        Assert.Empty(engine.Logs.Texts(LogEvents.StartChosen));
    }

    private sealed class Slow : IPartitionListener
    {
        public async Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
