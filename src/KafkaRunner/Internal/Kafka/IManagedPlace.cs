namespace KafkaRunner.Internal.Kafka;

/// <summary>Where the client of managed sources is in a partition. Asks no broker; negative for unknown.</summary>
internal interface IManagedPlace
{
    /// <summary>Gets the offset after what was consumed last.</summary>
    long PositionOf(TopicPartition partition);

    /// <summary>Gets the first offset that the log had when it was last fetched.</summary>
    long LogStartOf(TopicPartition partition);
}
