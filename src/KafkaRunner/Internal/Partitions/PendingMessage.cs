using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>A message that was read and is not finished: it waits in its lane, or is in work. Used again and again by its worker.</summary>
internal sealed class PendingMessage(TopicPartition partition) : TrackedOffset
{
    public MessageSlot Slot { get; } = new(partition.Topic, partition.Partition);

    public override long Offset => Slot.Offset;

    /// <summary>Gets or sets what its lane is found by; null when it waits for nobody.</summary>
    public ulong? Key { get; set; }

    /// <summary>Gets or sets the lane that it must keep its order in.</summary>
    public Lane Lane { get; set; } = null!;

    /// <summary>Gets or sets the message behind it in its lane, or in the pool.</summary>
    public PendingMessage? Next { get; set; }

    /// <summary>Gets or sets whether the log has gone back behind it: what comes of it does not count.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Gets or sets the bytes of its key and value.</summary>
    public int Bytes { get; set; }

    /// <summary>Gets or sets the time that the message carries, in milliseconds; -1 for none.</summary>
    public long Timestamp { get; set; }

    /// <summary>Gets or sets when it was read, by the clock of its worker.</summary>
    public long ReadAt { get; set; }

    /// <summary>Gets or sets whether it is in <c>Process</c>, or taken to be next.</summary>
    public bool IsInWork { get; set; }

    /// <summary>Gets whether another one, of the same offset, is this one delivered again, and not what another log has there.</summary>
    public bool IsSameAs(PendingMessage other) =>
        LeaderEpoch >= 0 && LeaderEpoch == other.LeaderEpoch && Timestamp == other.Timestamp && Bytes == other.Bytes && Key == other.Key;
}
