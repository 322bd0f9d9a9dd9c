namespace KafkaRunner;

/// <summary>What may be said of one message beside topic, key and value.</summary>
public sealed class ProduceOptions
{
    /// <summary>Gets or sets the partition to write to.</summary>
    /// <value>Null, the default, leaves it to <see cref="PartitionKey"/>, else to the key, else to chance. From 0.</value>
    public int? Partition { get; set; }

    /// <summary>Gets or sets a text that chooses the partition in the key's place, without being written.</summary>
    /// <value>Null, the default, or empty leaves it to the key. <see cref="Partition"/> wins over it.</value>
    /// <remarks>
    /// It leads to the same partition as the same text given as key: CRC-32 modulo the number of partitions, which is asked from the
    /// brokers when a topic is first used (for up to 10 seconds, then <see cref="MessageDeliveryException"/>) and anew every 5 minutes.
    /// </remarks>
    public string? PartitionKey { get; set; }

    /// <summary>Gets or sets the message's headers, in order; names may repeat.</summary>
    /// <value>Null, the default, for none.</value>
    public MessageHeaders? Headers { get; set; }

    /// <summary>Gets or sets the message's time, kept in milliseconds.</summary>
    /// <value>Null, the default, for the time at which it was accepted. A topic with <c>LogAppendTime</c> ignores it.</value>
    public DateTimeOffset? Timestamp { get; set; }
}
