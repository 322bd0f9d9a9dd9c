namespace KafkaRunner.Simulation.Model;

/// <summary>A message that is read from the memory of a fetch, which cannot be freed as long as anybody does.</summary>
/// <param name="Partition">Where the message comes from.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Since">Since when.</param>
internal readonly record struct Lent(TopicPartition Partition, long Offset, TimeSpan Since);
