namespace KafkaRunner.Internal.Offsets;

/// <summary>What of a partition may be committed.</summary>
/// <param name="Offset">The lowest offset that is not finished.</param>
/// <param name="LeaderEpoch">The leader epoch of the message before it, -1 where it is unknown.</param>
/// <param name="Metadata">The map of what is finished beyond, or null for nothing.</param>
/// <param name="Number">Grows with everything that finishes: two of the same number say the same.</param>
internal readonly record struct Progress(long Offset, int LeaderEpoch, string? Metadata, long Number);
