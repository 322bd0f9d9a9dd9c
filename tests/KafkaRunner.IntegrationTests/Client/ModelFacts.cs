using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.IntegrationTests.Client;

/// <summary>What the simulation's model claims of the native client and of brokers, where no scenario shows it.</summary>
public sealed class ModelFacts(TestBroker broker)
{
    [Fact]
    public async Task A_seek_makes_the_position_unknown_until_something_is_read_and_then_it_may_be_lower()
    {
        using var member = await Joined(messages: 10);
        await member.ReadUntil(10);
        Assert.Equal(10, member.First.Position().Offset);

        Assert.True(member.Client.TrySeek(member.Partition(0), 3, -1));
        Assert.True(member.First.Position().Offset < 0);
        await Eventually.Until("one is read", () => member.Read(1), count => count == 1);
        Assert.Equal(4, member.First.Position().Offset);
    }

    [Fact]
    public async Task A_seek_to_no_offset_begins_as_the_reset_policy_says_and_so_does_one_beyond_the_end()
    {
        using var member = await Joined(messages: 3);
        await member.ReadUntil(3);
        Assert.True(member.Client.TrySeek(member.Partition(0), -1001, -1));
        await member.ReadUntil(6);
        Assert.True(member.Client.TrySeek(member.Partition(0), 100, -1));
        await member.ReadUntil(9);
        Assert.Equal([0, 1, 2, 0, 1, 2, 0, 1, 2], member.Offsets);
    }

    [Fact]
    public async Task A_seek_with_the_logs_epoch_goes_no_further_than_its_end_and_one_with_an_epoch_that_the_log_has_not_begins_as_the_reset_policy_says()
    {
        using var member = await Joined(messages: 3);
        await member.ReadUntil(3);
        Assert.True(member.Client.TrySeek(member.Partition(0), 100, leaderEpoch: 0));
        await member.Client.Questions.LogsAsync([member.Partition(0)], TestContext.Current.CancellationToken);     // behind what the seek asks, so the end is told by then
        await broker.Produce(member.Topic, "after");
        await member.ReadUntil(4);
        Assert.Equal([0, 1, 2, 3], member.Offsets);

        Assert.True(member.Client.TrySeek(member.Partition(0), 2, leaderEpoch: 9));
        await member.ReadUntil(8);
        Assert.Equal([0, 1, 2, 3], member.Offsets[4..]);
    }

    [Fact]
    public async Task The_position_behind_a_transaction_that_was_aborted_and_the_end_of_the_log_come_with_their_leader_epoch()
    {
        using var member = await Joined(messages: 0);
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers, TransactionalId = member.Group };
        using (var producer = new ProducerBuilder<string?, string?>(config).Build())
        {
            producer.InitTransactions(TimeSpan.FromSeconds(30));
            producer.BeginTransaction();
            await producer.ProduceAsync(member.Topic, new Message<string?, string?> { Value = "aborted" }, TestContext.Current.CancellationToken);
            producer.AbortTransaction();
        }

        await member.PollUntil("the marker is passed", () => member.Read(10) == 0 && member.First.Position().Offset == 2);
        Assert.Equal(new ReadPosition(2, 0), member.First.Position());
        var logs = await member.Client.Questions.LogsAsync([member.Partition(0)], TestContext.Current.CancellationToken);
        Assert.Equal(new LogRange(0, 2, 0), logs[member.Partition(0)]);
        Assert.Empty(member.Offsets);
    }

    [Fact]
    public async Task A_partition_that_is_not_assigned_cannot_be_sought()
    {
        using var member = await Joined(messages: 0);
        Assert.False(member.Client.TrySeek(member.Partition(7), 0, -1));
    }

    [Fact]
    public async Task All_that_open_a_partition_share_one_queue_and_disposing_one_takes_the_callback_from_the_others()
    {
        using var member = await Joined(messages: 0);
        var called = 0;
        using var second = member.Client.Open(member.Partition(0), () => Interlocked.Increment(ref called));
        Assert.Equal(0, member.Read(10));       // something may be there that is no message: only after this the queue is empty
        var before = Volatile.Read(ref called);
        await broker.Produce(member.Topic, "a");
        await Eventually.Until("it is called", () => Volatile.Read(ref called) > before);
        await Eventually.Until("it is read", () => member.Read(10), count => count == 1);

        member.First.Dispose();
        before = Volatile.Read(ref called);
        await broker.Produce(member.Topic, "b");
        await Eventually.Until("it is there", () => member.Read(10, second), count => count == 1);
        Assert.Equal(before, Volatile.Read(ref called));
    }

    [Fact]
    public async Task Metadata_that_is_too_long_is_said_of_all_partitions_of_a_commit_though_the_others_are_taken()
    {
        using var member = await Joined(messages: 0, partitions: 2);
        CommitResult? result = null;
        member.Client.Commit([new OffsetToCommit(member.Partition(0), 1, -1, new string('x', 4_097)), new OffsetToCommit(member.Partition(1), 2, -1, "short")], r => result = r);
        await member.PollUntil("it is answered", () => result is not null);
        Assert.True(CommitErrors.IsTooLong(result!.Of(member.Partition(0))));
        Assert.True(CommitErrors.IsTooLong(result.Of(member.Partition(1))));
        Assert.Equal([null, 2], broker.Committed(member.Group, member.Topic).OrderBy(c => c.Key).Select(c => c.Value));
    }

    [Fact]
    public async Task An_assignment_makes_the_position_unknown()
    {
        using var member = await Joined(messages: 10, partitions: 2);
        await member.ReadUntil(10);
        Assert.All(member.Sources.Values, source => Assert.True(source.Position().Offset > 0));
        int moved;
        using (var other = new ModelFactsMember(broker.BootstrapServers, member.Topic, member.Group))
        {
            await other.PollUntil("it has a partition", () => other.Sources.Count == 1, member);
            moved = other.Sources.Keys.Single();
        }

        await member.PollUntil("it has both again", () => member.Sources.Count == 2);
        Assert.True(member.Sources[moved].Position().Offset < 0);
    }

    [Fact]
    public async Task While_a_join_is_kept_the_group_answers_nothing_else_on_its_connection()
    {
        using var member = await Joined(messages: 0, strategy: "range");
        using var other = new ModelFactsMember(broker.BootstrapServers, member.Topic, member.Group, "range");
        await Eventually.Until("the join is kept", () => GroupCoordination.Describe(broker.BootstrapServers, member.Group), group => group.State == "PreparingRebalance");
        Assert.False(await other.Client.Questions.AnswersAsync());

        await other.PollUntil("both have joined", () => other.Heard + member.Heard == 2 + 1, member);      // one was revoked, and all are assigned anew
        Assert.True(await other.Client.Questions.AnswersAsync());
    }

    private async Task<ModelFactsMember> Joined(int messages, int partitions = 1, string strategy = "cooperative-sticky")
    {
        broker.RequireReal("the real one is what the model is of");
        var topic = await broker.CreateTopic(partitions);
        if (messages > 0) await broker.Produce(topic, messages);
        var member = new ModelFactsMember(broker.BootstrapServers, topic, TestBroker.UniqueName("facts"), strategy);
        await member.PollUntil("it has the partitions", () => member.Sources.Count == partitions);
        return member;
    }
}
