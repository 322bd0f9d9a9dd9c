using System.Runtime.InteropServices;
using Confluent.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks librdkafka for committed offsets with their metadata, which Confluent's interface does not tell.</summary>
internal static unsafe class NativeCommitted
{
    /// <param name="client">The native handle; valid until this has returned.</param>
    /// <param name="partitions">Which.</param>
    /// <param name="answers">Gets the answers.</param>
    public static ErrorCode AskOnce(nint client, TopicPartition[] partitions, Dictionary<TopicPartition, StoredOffset> answers)
    {
        var list = rd_kafka_topic_partition_list_new(partitions.Length);
        foreach (var partition in partitions) rd_kafka_topic_partition_list_add(list, partition.Topic, partition.Partition);
        var error = rd_kafka_committed(client, list, (int)CommittedQuestion.Timeout.TotalMilliseconds);
        for (var i = 0; error == ErrorCode.NoError && i < list->Count; i++) Keep(&list->Elements[i], answers);
        for (var i = 0; error == ErrorCode.NoError && i < list->Count; i++) error = list->Elements[i].Error;
        rd_kafka_topic_partition_list_destroy(list);
        return error;
    }

    private static void Keep(NativeTopicPartition* element, Dictionary<TopicPartition, StoredOffset> answers)
    {
        if (element->Error != ErrorCode.NoError) return;     // asked again
        var partition = new TopicPartition(Marshal.PtrToStringUTF8(element->Topic)!, element->Partition);
        // Whoever wrote it may have written anything: what is not UTF-8 becomes U+FFFD.
        var metadata = element->Metadata == 0 ? null : Marshal.PtrToStringUTF8(element->Metadata, (int)element->MetadataLength);
        answers[partition] = new StoredOffset(
            Math.Max(element->Offset, -1), string.IsNullOrEmpty(metadata) ? null : metadata, rd_kafka_topic_partition_get_leader_epoch(element));
    }
}
