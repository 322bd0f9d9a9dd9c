using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Has Confluent's consumer read a partition from an offset on.</summary>
internal static class PartitionSeek
{
    /// <returns>False where the client cannot do that now: it has not begun to fetch the partition, most likely.</returns>
    public static bool Try<TKey, TValue>(IConsumer<TKey, TValue> consumer, TopicPartition partition, long offset)
    {
        try
        {
            consumer.Seek(new TopicPartitionOffset(partition.Topic, partition.Partition, offset));
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }
}
