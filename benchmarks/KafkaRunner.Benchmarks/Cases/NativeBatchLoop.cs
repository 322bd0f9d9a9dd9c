using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.Benchmarks.Compare;
using KafkaRunner.Internal.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>
/// The fastest way to read that librdkafka documents: batches from one queue of all partitions, into which nothing copies.
/// A second thread polls and commits every second, like ours.
/// </summary>
internal sealed unsafe class NativeBatchLoop : IDisposable
{
    private const int BatchSize = 1_000;

    private readonly CaseWork _work;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly nint _handle;
    private readonly nint _queue;
    private readonly long[] _next;      // by partition; written by the reader only
    private volatile bool _done;

    private NativeBatchLoop(CaseWork work)
    {
        (_work, _next) = (work, new long[work.Partitions]);
        LibrdkafkaModule.Bind(typeof(Librdkafka).Assembly, EntryPoints);
        var config = ConfluentLoop.Config(work);
        config.EnableAutoCommit = false;
        _consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetPartitionsAssignedHandler((_, partitions) => Gather(partitions)).Build();
        _handle = LibrdkafkaModule.HandleOf(_consumer);
        _queue = rd_kafka_queue_new(_handle);
    }

    public static Measurement Run(CaseWork work)
    {
        using var loop = new NativeBatchLoop(work);
        var poll = new Thread(loop.PollAndCommit);
        poll.Start();
        try
        {
            return loop.Read();
        }
        finally
        {
            loop._done = true;
            poll.Join();
        }
    }

    public void Dispose()
    {
        // What is still in the queue would keep its partitions, and closing waits for those.
        var closing = Task.Run(_consumer.Close);
        var messages = stackalloc NativeMessage*[BatchSize];
        var open = true;
        while (open)
        {
            open = !closing.IsCompleted;
            if ((int)rd_kafka_consume_batch_queue(_queue, 10, messages, BatchSize) is > 0 and var count) Use(messages, count, out _);
        }

        rd_kafka_queue_destroy(_queue);
        _consumer.Dispose();
    }

    private void Gather(List<Confluent.Kafka.TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            var queue = rd_kafka_queue_get_partition(_handle, partition.Topic, partition.Partition.Value);
            rd_kafka_queue_forward(queue, _queue);
            rd_kafka_queue_destroy(queue);      // our reference to it
        }
    }

    private Measurement Read()
    {
        Meter? meter = null;
        long seen = 0, bytes = 0, last = Stopwatch.GetTimestamp();
        var messages = stackalloc NativeMessage*[BatchSize];
        while (seen < _work.Messages)
        {
            // It waits for a full batch: good here, and latency elsewhere. The last batch is as large as what is missing, else it would wait in vain.
            var count = (int)rd_kafka_consume_batch_queue(_queue, 100, messages, (nint)Math.Min(BatchSize, _work.Messages - seen));
            if (count > 0)
            {
                meter ??= new Meter();
                last = Stopwatch.GetTimestamp();
                bytes += Use(messages, count, out var good);
                seen += good;
            }
            else if (Stopwatch.GetElapsedTime(last) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"No message for 30 s after {seen:N0} of {_work.Messages:N0}.");
            }
        }

        var measurement = meter!.Stop(seen);
        return bytes > 0 ? measurement : throw new InvalidOperationException("The messages were empty.");
    }

    /// <summary>Looks at the values and gives the messages back. Errors come as messages too, and are not <paramref name="good"/>.</summary>
    private long Use(NativeMessage** messages, int count, out int good)
    {
        var bytes = 0L;
        good = 0;
        for (var i = 0; i < count; i++)
        {
            var message = messages[i];
            if (message->Error == ErrorCode.NoError)
            {
                good++;
                bytes += (long)message->Length;
                Volatile.Write(ref _next[message->Partition], message->Offset + 1);
            }

            rd_kafka_message_destroy(message);
        }

        return bytes;
    }

    private void PollAndCommit()
    {
        _consumer.Subscribe(_work.Topic);
        var committed = Stopwatch.GetTimestamp();
        while (!_done)
        {
            _consumer.Consume(TimeSpan.FromMilliseconds(100));
            if (Stopwatch.GetElapsedTime(committed) < ConsumerOptions.DefaultCommitInterval) continue;
            committed = Stopwatch.GetTimestamp();
            Commit();
        }

        Commit();
    }

    private void Commit()
    {
        var offsets = _next.Select((_, partition) => (Partition: partition, Offset: Volatile.Read(ref _next[partition]))).Where(o => o.Offset > 0)
            .Select(o => new TopicPartitionOffset(_work.Topic, o.Partition, o.Offset)).ToList();
        if (offsets.Count > 0) _consumer.Commit(offsets);
    }
}
