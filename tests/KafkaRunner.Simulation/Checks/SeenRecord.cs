namespace KafkaRunner.Simulation.Checks;

/// <summary>A message as a handler gets it.</summary>
/// <param name="Partition">Where it comes from.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="LeaderEpoch">The leader that took it; -1 for unknown.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, which no other record has.</param>
internal sealed record SeenRecord(TopicPartition Partition, long Offset, int LeaderEpoch, string? Key, string Value)
{
    public override string ToString() => $"'{Value}' ({Partition} at {Offset}, epoch {LeaderEpoch})";
}
