using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>A group member on Confluent's consumer, with native partition queues and native commits on the same handle.</summary>
internal sealed unsafe class NativeGroupClient : IGroupClient
{
    // A commit's callback finds its way home by this number, not by a GCHandle: it may never come.
    private static readonly ConcurrentDictionary<nint, NativeGroupClient> Waiting = new();
    private static long s_lastCommit;

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly nint _handle;
    private readonly nint _commits;     // the queue on which commit results arrive
    private readonly ConcurrentQueue<(TopicPartition, Error)> _partitionErrors = new();
    private IGroupEvents? _events;
    private Action<CommitResult>? _committed;
    private nint _commitId;
    private bool _ended;

    public NativeGroupClient(ConsumerConfig config, ILogger librdkafkaLogger)
    {
        LibrdkafkaModule.Bind(typeof(NativeGroupClient).Assembly);
        // Rebalance handlers must not throw: Confluent would unassign everything. The events' contract says so too.
        _consumer = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetPartitionsAssignedHandler((_, partitions) => _events?.Assigned(Named(partitions)))
            .SetPartitionsRevokedHandler((_, partitions) => _events?.Revoking(Named(partitions.Select(p => p.TopicPartition))))
            .SetPartitionsLostHandler((_, partitions) => _events?.Lost(Named(partitions.Select(p => p.TopicPartition))))
            .SetErrorHandler((_, error) => _events?.Failed(error))
            .SetLogHandler((_, line) => LibrdkafkaLog.Write(librdkafkaLogger, line))
            .Build();
        _handle = LibrdkafkaModule.HandleOf(_consumer);
        _commits = rd_kafka_queue_new(_handle);
    }

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events)
    {
        _events = events;
        _consumer.Subscribe(topics);
    }

    public void Poll(TimeSpan timeout)
    {
        try
        {
            _consumer.Consume(timeout);     // messages come through the partitions, not this way
        }
        catch (KafkaException exception)
        {
            _events?.Failed(exception.Error);
        }

        while (_partitionErrors.TryDequeue(out var failure))
        {
            _events?.Failed(new Error(failure.Item2.Code, $"{failure.Item1}: {failure.Item2.Reason}", failure.Item2.IsFatal));
        }

        ServeCommits(TimeSpan.Zero);
    }

    public IPartitionSource Open(TopicPartition partition, Action readable) =>
        new NativePartitionSource(_handle, partition, readable, (name, error) => _partitionErrors.Enqueue((name, error)));

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        _commitId = (nint)Interlocked.Increment(ref s_lastCommit);
        _committed = completed;
        Waiting[_commitId] = this;
        var list = rd_kafka_topic_partition_list_new(offsets.Count);
        foreach (var offset in offsets)
        {
            var element = rd_kafka_topic_partition_list_add(list, offset.Partition.Topic, offset.Partition.Partition);
            element->Offset = offset.Offset;
            rd_kafka_topic_partition_set_leader_epoch(element, offset.LeaderEpoch);
        }

        var error = rd_kafka_commit_queue(_handle, list, _commits, &OnCommitted, _commitId);
        rd_kafka_topic_partition_list_destroy(list);
        if (error != ErrorCode.NoError) Complete(_commitId, new CommitResult(error, new Dictionary<TopicPartition, ErrorCode>()));
    }

    public void ServeCommits(TimeSpan timeout)
    {
        if (!_ended) _ = rd_kafka_queue_poll_callback(_commits, (int)timeout.TotalMilliseconds);
    }

    public void Close()
    {
        try
        {
            // A cooperative member without partitions does not leave when it is closed (librdkafka 2.16 skips it together with
            // the rejoin), and the others would wait for its session to end. Unsubscribing makes it leave.
            if (_consumer.Assignment.Count == 0) _consumer.Unsubscribe();
            _consumer.Close();
        }
        catch (KafkaException exception)    // after a fatal error; the membership is gone anyway
        {
            _events?.Failed(exception.Error);
        }
    }

    // With borrowed messages outstanding neither destroying the queue nor the client is safe.
    public void Abandon() => _ended = true;

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        Waiting.TryRemove(_commitId, out _);
        rd_kafka_queue_destroy(_commits);
        _consumer.Dispose();
    }

    // Inside ServeCommits, on the poll thread.
    [UnmanagedCallersOnly]
    private static void OnCommitted(nint client, ErrorCode error, NativeTopicPartitionList* offsets, nint id)
    {
        if (!Waiting.TryGetValue(id, out var self)) return;
        var partitions = new Dictionary<TopicPartition, ErrorCode>();
        for (var i = 0; offsets != null && i < offsets->Count; i++)     // not in the order they were given: librdkafka sorts them
        {
            var element = offsets->Elements[i];
            partitions[new TopicPartition(Marshal.PtrToStringUTF8(element.Topic)!, element.Partition)] = element.Error;
        }

        self.Complete(id, new CommitResult(error, partitions));
    }

    private void Complete(nint id, CommitResult result)
    {
        Waiting.TryRemove(id, out _);
        if (id != _commitId || _committed is not { } completed) return;
        _committed = null;
        completed(result);
    }

    private static TopicPartition[] Named(IEnumerable<Confluent.Kafka.TopicPartition> partitions) =>
        [.. partitions.Select(p => new TopicPartition(p.Topic, p.Partition.Value))];
}
