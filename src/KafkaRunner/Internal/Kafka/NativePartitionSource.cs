using System.Runtime.InteropServices;
using Confluent.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Reads one partition's own queue, which librdkafka calls back for when it is no longer empty.</summary>
/// <remarks>
/// The lock lets one caller use the queue at a time and keeps everyone out once it is destroyed: a queue that is used after
/// that, or calls back, kills the process.
/// </remarks>
internal sealed unsafe class NativePartitionSource : IPartitionSource
{
    private const int MaxRead = 500;

    private readonly Lock _lock = new();
    private readonly nint _client;
    private readonly nint _queue;
    private readonly GCHandle _self;
    private readonly Action _readable;
    private readonly Action<ClientFailure> _failed;
    private bool _disposed;

    public NativePartitionSource(nint client, TopicPartition partition, Action readable, Action<ClientFailure> failed)
    {
        (_client, Partition, _readable, _failed) = (client, partition, readable, failed);
        _queue = rd_kafka_queue_get_partition(client, partition.Topic, partition.Partition);
        if (_queue == 0) throw new InvalidOperationException($"librdkafka has no queue for {partition}.");
        rd_kafka_queue_forward(_queue, 0);      // out of the common queue that Consume() reads
        _self = GCHandle.Alloc(this);
        rd_kafka_queue_cb_event_enable(_queue, &OnReadable, GCHandle.ToIntPtr(_self));
    }

    public TopicPartition Partition { get; }

    public int Read(Span<MessageSlot> slots)
    {
        lock (_lock)
        {
            if (_disposed) return 0;
            var messages = stackalloc NativeMessage*[MaxRead];
            while (true)
            {
                // Timeout 0: with a timeout the call waits for a full batch, and that wait becomes latency.
                var count = (int)rd_kafka_consume_batch_queue(_queue, 0, messages, Math.Min(slots.Length, MaxRead));
                if (count <= 0) return 0;
                var filled = Fill(slots, messages, count);
                if (filled > 0) return filled;
            }
        }
    }

    public ReadPosition Position()
    {
        lock (_lock)
        {
            if (_disposed) return ReadPosition.None;
            var list = rd_kafka_topic_partition_list_new(1);
            rd_kafka_topic_partition_list_add(list, Partition.Topic, Partition.Partition);
            var position = ReadPosition.None;
            if (rd_kafka_position(_client, list) == ErrorCode.NoError)
            {
                position = new ReadPosition(list->Elements[0].Offset, rd_kafka_topic_partition_get_leader_epoch(&list->Elements[0]));
            }

            rd_kafka_topic_partition_list_destroy(list);
            return position;        // negative also for librdkafka's own "nothing read yet"
        }
    }

    public long LogStart()
    {
        lock (_lock)
        {
            if (_disposed) return -1;
            return rd_kafka_get_watermark_offsets(_client, Partition.Topic, Partition.Partition, out var start, out _) == ErrorCode.NoError ? start : -1;
        }
    }

    /// <summary>Gives the queue back. What was fetched and not read is freed only by reading it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            rd_kafka_queue_cb_event_enable(_queue, null, 0);    // under the queue's lock: no call is under way after this
            var messages = stackalloc NativeMessage*[MaxRead];
            while ((int)rd_kafka_consume_batch_queue(_queue, 0, messages, MaxRead) is > 0 and var count)
            {
                for (var i = 0; i < count; i++) rd_kafka_message_destroy(messages[i]);
            }

            rd_kafka_queue_destroy(_queue);
            _self.Free();
        }
    }

    // On one of librdkafka's threads, under the queue's lock: schedule, nothing else.
    [UnmanagedCallersOnly]
    private static void OnReadable(nint client, nint opaque) => ((NativePartitionSource)GCHandle.FromIntPtr(opaque).Target!)._readable();

    private int Fill(Span<MessageSlot> slots, NativeMessage** messages, int count)
    {
        var (taken, filled) = (0, 0);
        try
        {
            while (taken < count)
            {
                var message = messages[taken++];
                if (message->Error == ErrorCode.NoError)
                {
                    slots[filled++].Borrow(message, rd_kafka_message_leader_epoch(message), rd_kafka_message_timestamp(message, out _));
                }
                else
                {
                    Report(message);
                }
            }
        }
        catch
        {
            while (taken < count) rd_kafka_message_destroy(messages[taken++]);      // nobody else knows of them
            throw;
        }

        return filled;
    }

    private void Report(NativeMessage* message)
    {
        var reason = Marshal.PtrToStringUTF8(rd_kafka_message_errstr(message)) ?? message->Error.ToString();
        var failure = new ClientFailure(message->Error, reason) { Partition = Partition };
        rd_kafka_message_destroy(message);
        _failed(failure);
    }
}
