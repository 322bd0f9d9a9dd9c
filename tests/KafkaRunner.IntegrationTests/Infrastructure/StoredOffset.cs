namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>What stands in the group coordinator for one partition, all of it.</summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="LeaderEpoch">The leader epoch of the message before it, -1 for unknown.</param>
/// <param name="Metadata">The text that goes with it.</param>
internal sealed record StoredOffset(long Offset, int LeaderEpoch, string Metadata);
