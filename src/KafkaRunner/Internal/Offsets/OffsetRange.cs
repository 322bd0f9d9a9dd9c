namespace KafkaRunner.Internal.Offsets;

/// <summary>A range of finished offsets.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The offset after the last of them.</param>
internal readonly record struct OffsetRange(long First, long End);
