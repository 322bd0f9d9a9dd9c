namespace KafkaRunner.Internal.Kafka;

/// <summary>A member of a consumer group. One thread, the poll thread, calls it, but for what says otherwise.</summary>
internal interface IGroupClient : IDisposable
{
    /// <summary>Joins the group. Events are raised inside <see cref="Poll"/> and <see cref="Close"/>. Again: takes up topics that have come to be since.</summary>
    /// <remarks>Throws where it cannot at first; later, a failure is an event like any other.</remarks>
    void Subscribe(IReadOnlyList<string> topics, IGroupEvents events);

    /// <summary>Serves rebalances, errors and commit results, for up to a time.</summary>
    void Poll(TimeSpan timeout);

    /// <summary>Ends a <see cref="Poll"/> that waits. Any thread, any time.</summary>
    void Wake();

    /// <summary>Gets whether commits carry metadata, so that what is finished beyond the committed offset survives.</summary>
    bool CarriesMetadata { get; }

    /// <summary>Gets what asks group and brokers, off the poll thread.</summary>
    IGroupQuestions Questions { get; }

    /// <summary>
    /// Has an assigned partition read from an offset on, or from where its log parts from the one in which the message before it had this leader epoch.
    /// What was fetched before is not read. Any thread; waits for the client's own thread.
    /// </summary>
    /// <returns>False where the client is not ready for that yet.</returns>
    bool TrySeek(TopicPartition partition, long offset, int leaderEpoch);

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
