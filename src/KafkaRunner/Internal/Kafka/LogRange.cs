namespace KafkaRunner.Internal.Kafka;

/// <summary>Where a partition's log begins and ends.</summary>
/// <param name="Start">The first offset that it has.</param>
/// <param name="End">The offset that the next message gets or, under <c>read_committed</c>, the first one that belongs to an open transaction.</param>
/// <param name="EndLeaderEpoch">The leader epoch as of the end, no lower than that of the message before it; -1 for unknown.</param>
internal readonly record struct LogRange(long Start, long End, int EndLeaderEpoch);
