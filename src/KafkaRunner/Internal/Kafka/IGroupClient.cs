using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>A member of a consumer group. One thread, the poll thread, calls it.</summary>
internal interface IGroupClient : IDisposable
{
    /// <summary>Joins the group. Events are raised inside <see cref="Poll"/> and <see cref="Close"/>. Again: takes up topics that have come to be since.</summary>
    void Subscribe(IReadOnlyList<string> topics, IGroupEvents events);

    /// <summary>Serves rebalances, errors and commit results, for up to a time.</summary>
    void Poll(TimeSpan timeout);

    /// <summary>Ends a <see cref="Poll"/> that waits. Any thread, any time.</summary>
    void Wake();

    /// <summary>Gets whether commits carry metadata, so that what is finished beyond the committed offset survives.</summary>
    bool CarriesMetadata { get; }

    /// <summary>
    /// Asks the group for what it has committed of partitions that are assigned, and their topics for their ids. Asks again until there
    /// is an answer: a timeout never means that nothing was committed. Any thread; not on the poll thread's time.
    /// </summary>
    Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>Asks the brokers, once, whether topics are there and may be seen. Those that nobody told of are left out. Any thread.</summary>
    Task<IReadOnlyDictionary<string, ErrorCode>> TopicsAsync(IReadOnlyList<string> topics);

    /// <summary>Asks, once, whether the group answers. Any thread.</summary>
    /// <param name="topic">One of its topics: what it has committed of it is asked for, and of no interest.</param>
    Task<bool> AnswersAsync(string topic);

    /// <summary>Takes an assigned partition out of the common queue. <paramref name="readable"/> is called on any thread and must only schedule.</summary>
    IPartitionSource Open(TopicPartition partition, Action readable);

    /// <summary>Sends a commit. Its result arrives inside <see cref="Poll"/> or <see cref="ServeCommits"/>. One at a time.</summary>
    void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed);

    /// <summary>Waits for a commit's result without serving rebalances, so also inside a rebalance event.</summary>
    void ServeCommits(TimeSpan timeout);

    /// <summary>Leaves the group. Not while messages are borrowed.</summary>
    void Close();

    /// <summary>Gives up a client that still has borrowed messages: it is neither closed nor disposed, its membership expires.</summary>
    void Abandon();
}

/// <summary>What a group member hears about. Called on the poll thread; must not throw.</summary>
internal interface IGroupEvents
{
    void Assigned(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The partitions are still ours until this returns.</summary>
    void Revoking(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The partitions belong to someone else already.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);

    void Failed(Error error);
}

/// <summary>The next offset to read of a partition, with the leader epoch of the message before it (-1: unknown).</summary>
internal readonly record struct OffsetToCommit(TopicPartition Partition, long Offset, int LeaderEpoch, string? Metadata = null);

/// <summary>
/// What a group has committed of a partition: -1 for nothing, its metadata, the id of the topic as it is now where the broker tells it, and the
/// leader epoch that came with the offset (-1: unknown).
/// </summary>
internal readonly record struct CommittedOffset(long Offset, string? Metadata, Guid? TopicId, int LeaderEpoch = -1);

/// <summary>How a commit went: an error of the whole, or of single partitions.</summary>
/// <remarks>librdkafka sets the first error that it meets for all partitions, also for those that the broker accepted.</remarks>
internal sealed record CommitResult(ErrorCode Error, IReadOnlyDictionary<TopicPartition, ErrorCode> Partitions)
{
    public ErrorCode Of(TopicPartition partition) =>
        Partitions.GetValueOrDefault(partition, ErrorCode.NoError) is var own && own != ErrorCode.NoError ? own : Error;
}
