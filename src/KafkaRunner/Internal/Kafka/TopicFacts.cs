namespace KafkaRunner.Internal.Kafka;

/// <summary>What a broker tells of a topic; null where it does not.</summary>
/// <param name="Id">Another one after it was deleted and created again.</param>
/// <param name="Partitions">How many it has.</param>
internal readonly record struct TopicFacts(Guid? Id, int? Partitions);
