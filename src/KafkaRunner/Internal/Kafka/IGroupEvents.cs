namespace KafkaRunner.Internal.Kafka;

/// <summary>What a group member hears about. Called on the poll thread; must not throw.</summary>
internal interface IGroupEvents
{
    void Assigned(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The partitions are still ours until this returns.</summary>
    void Revoking(IReadOnlyList<TopicPartition> partitions);

    /// <summary>The partitions belong to someone else already.</summary>
    void Lost(IReadOnlyList<TopicPartition> partitions);

    /// <summary>Something went wrong. The client copes with it by itself, unless it is fatal.</summary>
    void Failed(ClientFailure failure);
}
