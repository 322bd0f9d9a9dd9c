using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>The librdkafka calls that the data plane needs beyond Confluent.Kafka, as <c>rdkafka.h</c> 2.16 declares them.</summary>
/// <remarks>Call <see cref="LibrdkafkaModule.Bind"/> before the first one.</remarks>
internal static unsafe partial class Librdkafka
{
    internal const string Library = "librdkafka";

    /// <summary>What consuming calls, checked at start.</summary>
    internal static readonly string[] EntryPoints =
    [
        nameof(rd_kafka_queue_new), nameof(rd_kafka_queue_get_partition), nameof(rd_kafka_queue_forward),
        nameof(rd_kafka_queue_cb_event_enable), nameof(rd_kafka_queue_poll_callback), nameof(rd_kafka_queue_destroy),
        nameof(rd_kafka_consume_batch_queue), nameof(rd_kafka_message_destroy), nameof(rd_kafka_message_timestamp),
        nameof(rd_kafka_message_leader_epoch), nameof(rd_kafka_message_headers), nameof(rd_kafka_message_errstr),
        nameof(rd_kafka_header_get_all), nameof(rd_kafka_topic_partition_list_new), nameof(rd_kafka_topic_partition_list_add),
        nameof(rd_kafka_topic_partition_list_destroy), nameof(rd_kafka_topic_partition_set_leader_epoch), nameof(rd_kafka_topic_partition_get_leader_epoch),
        nameof(rd_kafka_commit_queue), nameof(rd_kafka_position), nameof(rd_kafka_committed), nameof(rd_kafka_mem_malloc),
        nameof(rd_kafka_queue_get_consumer), nameof(rd_kafka_queue_yield), nameof(rd_kafka_consumer_close_queue), nameof(rd_kafka_consumer_closed),
        nameof(rd_kafka_error_code), nameof(rd_kafka_error_string), nameof(rd_kafka_error_is_fatal), nameof(rd_kafka_error_destroy), nameof(rd_kafka_clusterid), nameof(rd_kafka_mem_free),
        nameof(rd_kafka_get_watermark_offsets), nameof(rd_kafka_seek_partitions), nameof(rd_kafka_offsets_for_times),
    ];

    /// <summary><c>rd_kafka_message_t</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeMessage
    {
        public ErrorCode Error;
        public nint Topic;
        public int Partition;
        public byte* Payload;       // for an error: its text
        public nuint Length;
        public byte* Key;
        public nuint KeyLength;
        public long Offset;
        public nint Private;
    }

    /// <summary><c>rd_kafka_topic_partition_t</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeTopicPartition
    {
        public nint Topic;
        public int Partition;
        public long Offset;
        public nint Metadata;       // owned by the list
        public nuint MetadataLength;
        public nint Opaque;
        public ErrorCode Error;
        public nint Private;
    }

    /// <summary><c>rd_kafka_topic_partition_list_t</c></summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct NativeTopicPartitionList
    {
        public int Count;
        public int Size;
        public NativeTopicPartition* Elements;
    }

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_new(nint client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_queue_get_partition(nint client, string topic, int partition);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_forward(nint queue, nint destination);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_cb_event_enable(nint queue, delegate* unmanaged<nint, nint, void> callback, nint opaque);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_queue_poll_callback(nint queue, int timeoutMs);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, NativeMessage** messages, nint size);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_message_destroy(NativeMessage* message);

    // The next two read a field each, so they may run without the transition that lets a garbage collection go on meanwhile.
    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long rd_kafka_message_timestamp(NativeMessage* message, out int type);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial int rd_kafka_message_leader_epoch(NativeMessage* message);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_message_headers(NativeMessage* message, out nint headers);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_message_errstr(NativeMessage* message);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_header_get_all(nint headers, nuint index, out nint name, out nint value, out nuint size);

    [LibraryImport(Library)]
    internal static partial NativeTopicPartitionList* rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeTopicPartition* rd_kafka_topic_partition_list_add(NativeTopicPartitionList* list, string topic, int partition);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_partition_list_destroy(NativeTopicPartitionList* list);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_partition_set_leader_epoch(NativeTopicPartition* partition, int leaderEpoch);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_topic_partition_get_leader_epoch(NativeTopicPartition* partition);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_commit_queue(
        nint client,
        NativeTopicPartitionList* offsets,
        nint queue,
        delegate* unmanaged<nint, ErrorCode, NativeTopicPartitionList*, nint, void> callback,
        nint opaque);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_position(nint client, NativeTopicPartitionList* partitions);

    /// <summary>What the last fetch told of where a log begins and ends; asks nobody.</summary>
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_get_watermark_offsets(nint client, string topic, int partition, out long low, out long high);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_committed(nint client, NativeTopicPartitionList* partitions, int timeoutMs);

    /// <summary>Asks for the offsets of timestamps, which are in place of the offsets; -1 is the end. It answers for all, or fails.</summary>
    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_offsets_for_times(nint client, NativeTopicPartitionList* partitions, int timeoutMs);

    /// <summary>Memory that librdkafka may free: what a list owns must come from here.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mem_malloc(nint client, nuint size);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mem_free(nint client, nint memory);

    /// <summary>The cluster's id as text for <see cref="rd_kafka_mem_free"/>; null while no metadata has come.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_clusterid(nint client, int timeoutMs);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_get_consumer(nint client);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_yield(nint queue);

    /// <summary>Begins to close a consumer; what is raised meanwhile arrives on the queue. Gets an error to destroy, or 0.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_consumer_close_queue(nint client, nint queue);

    /// <summary>Each element gets its own error. Gets an error of the whole to destroy, or 0.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_seek_partitions(nint client, NativeTopicPartitionList* partitions, int timeoutMs);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_consumer_closed(nint client);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_error_code(nint error);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_error_string(nint error);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_error_is_fatal(nint error);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_error_destroy(nint error);
}
