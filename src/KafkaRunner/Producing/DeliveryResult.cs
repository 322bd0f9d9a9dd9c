namespace KafkaRunner;

/// <summary>Where a message stands that the brokers have acknowledged.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Offset">The offset in the partition. -1 where the brokers do not tell it (<c>acks=0</c>).</param>
/// <param name="Timestamp">The message's time, as the topic keeps it.</param>
public sealed record DeliveryResult(string Topic, int Partition, long Offset, DateTimeOffset Timestamp)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Topic}[{Partition}] at {Offset}";
}
