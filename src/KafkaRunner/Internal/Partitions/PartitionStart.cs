using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Where a partition begins.</summary>
/// <param name="Offset">The first offset to process; -1 where nobody says.</param>
/// <param name="IsCommitted">Whether the group has committed it. Otherwise it has to before anything begins.</param>
/// <param name="LeaderEpoch">The leader epoch of the message before it; -1 for unknown.</param>
/// <param name="Map">What the last owner had finished beyond it, or null.</param>
/// <param name="TopicId">The topic's id as it is now; null for unknown.</param>
/// <param name="Partitions">How many partitions the topic had when the group first committed; null for unknown.</param>
internal readonly record struct PartitionStart(long Offset, bool IsCommitted, int LeaderEpoch, OffsetMap? Map, Guid? TopicId, int? Partitions);
