namespace KafkaRunner.Internal.Kafka;

/// <summary>What a group has committed of a partition, and what the broker tells of its topic.</summary>
/// <param name="Offset">-1 for nothing.</param>
/// <param name="Metadata">What came with it; null for nothing.</param>
/// <param name="Topic">The topic as it is now.</param>
/// <param name="LeaderEpoch">The leader epoch that came with the offset; -1 for unknown.</param>
/// <param name="IsPlaced">Whether the client reads from there by itself; otherwise it is to be sought.</param>
internal readonly record struct CommittedOffset(long Offset, string? Metadata, TopicFacts Topic, int LeaderEpoch = -1, bool IsPlaced = true);
