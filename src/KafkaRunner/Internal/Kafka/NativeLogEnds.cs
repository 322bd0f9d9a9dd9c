using System.Runtime.InteropServices;
using Confluent.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks librdkafka for the ends of logs with their leader epochs, which Confluent's interface does not tell.</summary>
internal static unsafe class NativeLogEnds
{
    private const long End = -1;        // as a timestamp: RD_KAFKA_OFFSET_END

    /// <param name="client">The native handle; valid until this has returned.</param>
    /// <param name="partitions">Which.</param>
    /// <param name="timeout">For how long it blocks at most.</param>
    /// <param name="ends">Gets the answers: all, or none.</param>
    /// <returns>Why there are none.</returns>
    public static ErrorCode Ask(nint client, IReadOnlyList<TopicPartition> partitions, TimeSpan timeout, Dictionary<TopicPartition, ReadPosition> ends)
    {
        var list = rd_kafka_topic_partition_list_new(partitions.Count);
        foreach (var partition in partitions) rd_kafka_topic_partition_list_add(list, partition.Topic, partition.Partition)->Offset = End;
        var error = rd_kafka_offsets_for_times(client, list, (int)timeout.TotalMilliseconds);
        for (var i = 0; error == ErrorCode.NoError && i < list->Count; i++) error = list->Elements[i].Error;
        for (var i = 0; error == ErrorCode.NoError && i < list->Count; i++)
        {
            var element = &list->Elements[i];
            ends[new TopicPartition(Marshal.PtrToStringUTF8(element->Topic)!, element->Partition)] =
                new ReadPosition(element->Offset, rd_kafka_topic_partition_get_leader_epoch(element));
        }

        rd_kafka_topic_partition_list_destroy(list);
        return error;
    }
}
