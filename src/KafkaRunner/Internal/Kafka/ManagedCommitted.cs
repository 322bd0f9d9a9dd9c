using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks Confluent's consumer for committed offsets. It does not tell their metadata.</summary>
internal static class ManagedCommitted
{
    public static ErrorCode AskOnce(IConsumer<byte[]?, byte[]?> consumer, TopicPartition[] partitions, Dictionary<TopicPartition, StoredOffset> answers)
    {
        try
        {
            foreach (var offset in consumer.Committed(partitions.Select(p => p.ToConfluent()), CommittedQuestion.Timeout)) Keep(offset);
            return ErrorCode.NoError;
        }
        catch (TopicPartitionOffsetException exception)     // some are told
        {
            foreach (var told in exception.Results.Where(r => !r.Error.IsError)) Keep(told.TopicPartitionOffset);
            return exception.Results.First(r => r.Error.IsError).Error.Code;
        }
        catch (KafkaException exception)
        {
            return exception.Error.Code;
        }

        void Keep(TopicPartitionOffset told) =>
            answers[new TopicPartition(told.Topic, told.Partition.Value)] = new StoredOffset(Math.Max(told.Offset.Value, -1), null, told.LeaderEpoch ?? -1);
    }
}
