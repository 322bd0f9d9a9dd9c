namespace KafkaRunner.Internal.Kafka;

/// <summary>How far a partition was read.</summary>
/// <param name="Offset">The offset after everything read; negative where nothing was read yet.</param>
/// <param name="LeaderEpoch">The leader epoch of what lies before it, transaction markers too; -1 for unknown.</param>
internal readonly record struct ReadPosition(long Offset, int LeaderEpoch)
{
    /// <summary>Nothing was read yet.</summary>
    public static readonly ReadPosition None = new(-1, -1);
}
