using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>A member of a consumer group. One thread, the poll thread, calls it, but for what says otherwise.</summary>
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
    /// Asks the group for what it has committed of partitions, and their topics for what there is to know of them. The answers come as the group
    /// gives them, for each partition one: a timeout never means that nothing was committed. Any thread; not on the poll thread's time.
    /// </summary>
    IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the brokers for topics, until they tell; null where this client, or its brokers, never tell. A topic that is not there, or not ours to see,
    /// is left out. Any thread; not on the poll thread's time.
    /// </summary>
    Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the brokers where the logs of partitions begin and end: under <c>read_committed</c> at the last stable offset. Asks again until
    /// there is an answer for some of them, at least one. Any thread; not on the poll thread's time.
    /// </summary>
    Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>
    /// Has an assigned partition read from an offset on, or from where its log parts from the one in which the message before it had this leader epoch.
    /// What was fetched before is not read. Any thread; waits for the client's own thread.
    /// </summary>
    /// <returns>False where the client is not ready for that yet.</returns>
    bool TrySeek(TopicPartition partition, long offset, int leaderEpoch);

    /// <summary>Asks the brokers, once, whether topics are there and may be seen. Those that nobody told of are left out. Any thread.</summary>
    Task<IReadOnlyDictionary<string, ErrorCode>> TopicStatesAsync(IReadOnlyList<string> topics);

    /// <summary>Asks, once, whether the group answers. Any thread.</summary>
    Task<bool> AnswersAsync();

    /// <summary>Takes an assigned partition out of the common queue. <paramref name="readable"/> is called on any thread and must only schedule.</summary>
    IPartitionSource Open(TopicPartition partition, Action readable);

    /// <summary>Sends a commit. Its result arrives inside <see cref="Poll"/> or <see cref="ServeCommits"/>. One at a time.</summary>
    void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed);

    /// <summary>Waits for a commit's result without serving rebalances, so also inside a rebalance event.</summary>
    void ServeCommits(TimeSpan timeout);

    /// <summary>Leaves the group, with messages borrowed or not. The events that come of it are raised meanwhile.</summary>
    /// <returns>Whether that was done in time. Otherwise the client may only be abandoned.</returns>
    bool Close(TimeSpan timeout);

    /// <summary>Gives up a client that still has borrowed messages, or that did not close: it is not disposed, and raises no further event.</summary>
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

/// <summary>What a group has committed of a partition, and what the broker tells of its topic.</summary>
/// <param name="Offset">-1 for nothing.</param>
/// <param name="Metadata">What came with it; null for nothing.</param>
/// <param name="Topic">The topic as it is now.</param>
/// <param name="LeaderEpoch">The leader epoch that came with the offset; -1 for unknown.</param>
/// <param name="IsPlaced">Whether the client reads from there by itself; otherwise it is to be sought.</param>
internal readonly record struct CommittedOffset(long Offset, string? Metadata, TopicFacts Topic, int LeaderEpoch = -1, bool IsPlaced = true);

/// <summary>What a broker tells of a topic; null where it does not.</summary>
/// <param name="Id">Another one after it was deleted and created again.</param>
/// <param name="Partitions">How many it has.</param>
internal readonly record struct TopicFacts(Guid? Id, int? Partitions);

/// <summary>How a commit went: an error of the whole, or of single partitions.</summary>
/// <remarks>librdkafka sets the first error that it meets for all partitions, also for those that the broker accepted.</remarks>
internal sealed record CommitResult(ErrorCode Error, IReadOnlyDictionary<TopicPartition, ErrorCode> Partitions)
{
    public ErrorCode Of(TopicPartition partition) =>
        Partitions.GetValueOrDefault(partition, ErrorCode.NoError) is var own && own != ErrorCode.NoError ? own : Error;
}

/// <summary>Where a partition's log begins and ends.</summary>
/// <param name="Start">The first offset that it has.</param>
/// <param name="End">The offset that the next message gets or, under <c>read_committed</c>, the first one that belongs to an open transaction.</param>
internal readonly record struct LogRange(long Start, long End);
