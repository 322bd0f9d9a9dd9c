namespace KafkaRunner;

/// <summary>Where an assigned partition stood at a moment.</summary>
public sealed class PartitionSnapshot
{
    /// <summary>Gets the partition.</summary>
    public required TopicPartition Partition { get; init; }

    /// <summary>Gets how many messages, or batches, are in <c>Process</c>.</summary>
    public required int InWork { get; init; }

    /// <summary>Gets how many messages are read and not begun.</summary>
    public required int Waiting { get; init; }

    /// <summary>Gets how many messages are read and not finished, in whatever state.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Gets how many messages have failed and wait for their next attempt.</summary>
    public required int Retrying { get; init; }

    /// <summary>Gets how many messages cannot be read as the consumer's type, and hold their lanes.</summary>
    public required int Held { get; init; }

    /// <summary>Gets how many messages are finished beyond <see cref="NextOffset"/>.</summary>
    public required long FinishedBeyond { get; init; }

    /// <summary>Gets the offset that a commit would have now: the lowest unfinished one. Null before it is known where the partition begins.</summary>
    public long? NextOffset { get; init; }

    /// <summary>Gets the offset that the group has committed, as far as this member knows; null for none.</summary>
    public long? CommittedOffset { get; init; }

    /// <summary>Gets whether reading waits until messages finish: there are <see cref="ConsumerOptions.MaxReadAhead"/>, too many bytes, or too many gaps for the offset map.</summary>
    public required bool IsFull { get; init; }

    /// <summary>Gets the offset of what has been in <c>Process</c> for longest, a batch's first; null for nothing.</summary>
    public long? OldestOffset { get; init; }

    /// <summary>Gets for how long that has been in <c>Process</c>; null for nothing.</summary>
    public TimeSpan? OldestRunning { get; init; }
}
