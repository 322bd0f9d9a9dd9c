using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Has Confluent's consumer read a partition from an offset on.</summary>
internal static class PartitionSeek
{
    /// <returns>False where the client is not ready for that yet: it has not begun to fetch the partition.</returns>
    public static bool Try<TKey, TValue>(IConsumer<TKey, TValue> consumer, TopicPartition partition, long offset)
    {
        try
        {
            consumer.Seek(new TopicPartitionOffset(partition.Topic, partition.Partition, offset));
            return true;
        }
        catch (KafkaException exception) when (exception.Error.Code is ErrorCode.Local_State or ErrorCode.Local_PrevInProgress or ErrorCode.Local_TimedOut)
        {
            return false;
        }
    }
}
