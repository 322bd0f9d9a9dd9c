using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Sends a client's commits, with their metadata, by librdkafka's own function, one at a time. Poll thread.</summary>
internal sealed unsafe class NativeCommits : IDisposable
{
    // A commit's callback finds its way home by this number, not by a GCHandle: it may never come.
    private static readonly ConcurrentDictionary<nint, NativeCommits> Waiting = new();
    private static long s_last;

    private readonly nint _client;
    private readonly nint _queue;       // on which results arrive
    private Action<CommitResult>? _completed;
    private nint _id;
    private (nint Id, CommitResult Result)? _arrived;

    /// <param name="client">The native handle; valid until this is disposed.</param>
    /// <param name="common">The queue that the client waits on.</param>
    public NativeCommits(nint client, nint common)
    {
        _client = client;
        _queue = rd_kafka_queue_new(client);
        // Forwarded to the common queue, results could not be served inside a rebalance event. So they only end the wait.
        rd_kafka_queue_cb_event_enable(_queue, &OnArrival, common);
    }

    public void Send(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        _id = (nint)Interlocked.Increment(ref s_last);
        _completed = completed;
        Waiting[_id] = this;
        var list = rd_kafka_topic_partition_list_new(offsets.Count);
        foreach (var offset in offsets)
        {
            var element = rd_kafka_topic_partition_list_add(list, offset.Partition.Topic, offset.Partition.Partition);
            element->Offset = offset.Offset;
            rd_kafka_topic_partition_set_leader_epoch(element, offset.LeaderEpoch);
            if (offset.Metadata is { } metadata) SetMetadata(element, metadata);
        }

        var error = rd_kafka_commit_queue(_client, list, _queue, &OnCommitted, _id);
        rd_kafka_topic_partition_list_destroy(list);
        if (error != ErrorCode.NoError) Complete(_id, new CommitResult(error, new Dictionary<TopicPartition, FailureCode>()));
    }

    /// <summary>Waits for a result, up to a time, and tells of it.</summary>
    public void Serve(TimeSpan timeout)
    {
        _ = rd_kafka_queue_poll_callback(_queue, (int)timeout.TotalMilliseconds);
        if (_arrived is not { } arrived) return;
        _arrived = null;
        Complete(arrived.Id, arrived.Result);
    }

    /// <summary>From now on results end no wait.</summary>
    public void StopWaking() => rd_kafka_queue_cb_event_enable(_queue, null, 0);      // under the queue's lock: no call is under way after this

    public void Dispose()
    {
        Waiting.TryRemove(_id, out _);
        rd_kafka_queue_destroy(_queue);
    }

    // On one of librdkafka's threads, under the queue's lock.
    [UnmanagedCallersOnly]
    private static void OnArrival(nint client, nint common) => rd_kafka_queue_yield(common);

    // Inside Serve, on the poll thread. An exception that crossed librdkafka would end the process, so what follows comes after it.
    [UnmanagedCallersOnly]
    private static void OnCommitted(nint client, ErrorCode error, NativeTopicPartitionList* offsets, nint id)
    {
        if (!Waiting.TryGetValue(id, out var self)) return;
        var partitions = new Dictionary<TopicPartition, FailureCode>();
        for (var i = 0; offsets != null && i < offsets->Count; i++)     // not in the order they were given: librdkafka sorts them
        {
            var element = offsets->Elements[i];
            partitions[new TopicPartition(Marshal.PtrToStringUTF8(element.Topic)!, element.Partition)] = element.Error;
        }

        self._arrived = (id, new CommitResult(error, partitions));
    }

    private void Complete(nint id, CommitResult result)
    {
        Waiting.TryRemove(id, out _);
        if (id != _id || _completed is not { } completed) return;
        _completed = null;
        completed(result);
    }

    // The list owns it and frees it.
    private static void SetMetadata(NativeTopicPartition* element, string metadata)
    {
        var length = Encoding.UTF8.GetByteCount(metadata);
        if (length == 0) return;
        element->Metadata = rd_kafka_mem_malloc(0, (nuint)length);
        element->MetadataLength = (nuint)length;
        Encoding.UTF8.GetBytes(metadata, new Span<byte>((void*)element->Metadata, length));
    }
}
