namespace KafkaRunner.Internal.Kafka;

/// <summary>Reads one assigned partition. Reading and disposing may happen on any thread, one call at a time is let in.</summary>
internal interface IPartitionSource : IDisposable
{
    TopicPartition Partition { get; }

    /// <summary>
    /// Fills slots with the messages that are there, without waiting. Whoever was told that there is something must read until 0.
    /// </summary>
    /// <returns>How many slots were filled, from the first on. 0 also after the source was disposed.</returns>
    int Read(Span<MessageSlot> slots);

    /// <summary>
    /// Gets how far it was read, transaction markers too. After the log went back it may say what it said before, until that is passed again:
    /// librdkafka lets it only rise.
    /// </summary>
    ReadPosition Position();

    /// <summary>Gets the first offset that the log had when it was last fetched; -1 for unknown. Asks nobody.</summary>
    long LogStart();
}
