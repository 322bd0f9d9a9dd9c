using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.IntegrationTests.Client;

/// <summary>The native client against a broker: waking, commits with metadata, questions, closing.</summary>
public sealed class NativeGroupClientTests(TestBroker broker)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_wake_ends_a_poll_that_waits_and_is_kept_for_the_next_one()
    {
        using var member = await Member.Join(broker, await broker.CreateTopic());
        member.Client.Wake();
        Assert.True(TimeOf(() => member.Client.Poll(Long)) < Long / 4, "A wake between polls was lost.");

        var woken = Task.Run(async () =>
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            member.Client.Wake();
        }, TestContext.Current.CancellationToken);
        Assert.True(TimeOf(() => member.Client.Poll(Long)) < Long / 4, "A wake from another thread did not end the poll.");
        await woken;
    }

    [Fact]
    public async Task A_commits_result_ends_a_poll_that_waits_and_its_metadata_comes_back()
    {
        using var member = await Member.Join(broker, await broker.CreateTopic());
        var metadata = "map:" + new string('~', 4_000);
        var before = await member.Committed();
        Assert.Equal((-1, null), (before.Offset, before.Metadata));
        Assert.Equal(broker.IsReal, before.Topic.Id is not null);

        CommitResult? result = null;
        member.Client.Commit([new OffsetToCommit(member.Partition, 7, -1, metadata)], r => result = r);
        Assert.True(TimeOf(() => member.Client.Poll(Long)) < Long / 4, "The result did not end the poll.");
        Assert.Equal(FailureCode.None, result?.Of(member.Partition));
        var after = await member.Committed();
        Assert.Equal((7, metadata, before.Topic.Id), (after.Offset, after.Metadata, after.Topic.Id));
    }

    [Fact]
    public async Task Closing_is_not_cut_short_by_wakes_and_ends_questions()
    {
        var member = await Member.Join(broker, await broker.CreateTopic());
        using var stop = new CancellationTokenSource();
        var waker = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) member.Client.Wake();
        }, TestContext.Current.CancellationToken);
        var question = member.Committed();
        member.Dispose();
        await stop.CancelAsync();
        await waker;
        await Task.WhenAny(question);
        Assert.True(question.IsCompletedSuccessfully || question.IsCanceled);
        Assert.Equal([member.Partition], member.Events.Revoked);
        Assert.Empty(member.Events.Errors);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(member.Committed);
    }

    private static TimeSpan TimeOf(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started);
    }

    private sealed class Member(NativeGroupClient client, Events events, string topic) : IDisposable
    {
        public NativeGroupClient Client => client;

        public Events Events => events;

        public TopicPartition Partition { get; } = new(topic, 0);

        public static async Task<Member> Join(TestBroker broker, string topic)
        {
            var config = new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = TestBroker.UniqueName("client"), EnableAutoCommit = false };
            var member = new Member(new NativeGroupClient(config, NullLogger.Instance), new Events(), topic);
            member.Client.Subscribe([topic], member.Events);
            await Eventually.Until("partitions are assigned", () =>
            {
                member.Client.Poll(TimeSpan.FromMilliseconds(100));
                return member.Events.Assigned.Count;
            }, count => count > 0);
            for (var i = 0; i < 5; i++) member.Client.Poll(TimeSpan.FromMilliseconds(20));
            return member;
        }

        public async Task<CommittedOffset> Committed()
        {
            await foreach (var answer in client.Questions.CommittedAsync([Partition], default)) return answer[Partition];
            throw new InvalidOperationException("There was no answer.");
        }

        public void Dispose()
        {
            Assert.True(client.Close(TimeSpan.FromSeconds(30)));
            client.Dispose();
        }
    }

    private sealed class Events : IGroupEvents
    {
        public List<TopicPartition> Assigned { get; } = [];

        public List<TopicPartition> Revoked { get; } = [];

        public List<ClientFailure> Errors { get; } = [];

        void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions) => Assigned.AddRange(partitions);

        void IGroupEvents.Revoking(IReadOnlyList<TopicPartition> partitions) => Revoked.AddRange(partitions);

        void IGroupEvents.Lost(IReadOnlyList<TopicPartition> partitions) => Revoked.AddRange(partitions);

        void IGroupEvents.Failed(ClientFailure failure) => Errors.Add(failure);
    }
}
