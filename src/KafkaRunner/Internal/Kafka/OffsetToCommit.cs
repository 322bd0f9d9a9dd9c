namespace KafkaRunner.Internal.Kafka;

/// <summary>The next offset to read of a partition, with the leader epoch of the message before it (-1: unknown).</summary>
internal readonly record struct OffsetToCommit(TopicPartition Partition, long Offset, int LeaderEpoch, string? Metadata = null);
