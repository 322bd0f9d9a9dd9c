using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>A group member on Confluent's consumer, with native partition queues and native commits on the same handle.</summary>
internal sealed unsafe class NativeGroupClient : IGroupClient
{
    // Its finalizer would destroy a client whose messages are still read.
    private static readonly ConcurrentBag<NativeGroupClient> Abandoned = [];

    private const int ClosingSliceMs = 20;
    private const int SeekTimeoutMs = 1_000;

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly nint _handle;
    private readonly nint _common;      // the queue that Consume() reads
    private readonly NativeCommits _commits;
    private readonly GroupQuestions _questions;
    private readonly ConcurrentQueue<ClientFailure> _failures = new();        // met on other threads
    private readonly Lock _wakeLock = new();
    private bool _wakeable = true;
    private readonly GroupEvents _events = new();
    private nint _closing;              // the queue on which events arrive while it closes; 0 before
    private bool _closed;
    private bool _isLeft;
    private Task _serving = Task.CompletedTask;     // of the events that come while it closes
    private volatile bool _ended;

    public NativeGroupClient(ConsumerConfig config, ILogger librdkafkaLogger)
    {
        LibrdkafkaModule.Bind(typeof(NativeGroupClient).Assembly, EntryPoints);
        // Rebalance handlers must not throw: Confluent would unassign everything. The events' contract says so too.
        _consumer = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetPartitionsAssignedHandler((_, partitions) => _questions!.Place(partitions.FromConfluent(), _events))
            .SetPartitionsRevokedHandler((_, partitions) => _events.Raise(e => e.Revoking(partitions.FromConfluent())))
            .SetPartitionsLostHandler((_, partitions) => _events.Raise(e => e.Lost(partitions.FromConfluent())))
            .SetErrorHandler((_, error) => _events.Failed(error))
            .SetLogHandler((_, line) => LibrdkafkaLog.Write(librdkafkaLogger, line))
            .Build();
        try
        {
            _handle = LibrdkafkaModule.HandleOf(_consumer);
        }
        catch
        {
            _consumer.Dispose();
            throw;
        }

        _common = rd_kafka_queue_get_consumer(_handle);
        _commits = new NativeCommits(_handle, _common);
        var requests = new AdminRequests(_consumer.Handle);
        _questions = new GroupQuestions(
            requests,
            (partitions, answers) => NativeCommitted.AskOnce(_handle, partitions, answers),
            usesFacts: true,
            () => IsMock(_handle),
            new LogQuestion(
                requests,
                (partitions, ends) => NativeLogEnds.Ask(_handle, partitions, LogQuestion.RequestTimeout, ends),
                LogQuestion.IsolationOf(config),
                _failures.Enqueue),
            _failures.Enqueue);
    }

    public bool CarriesMetadata => true;

    public IGroupQuestions Questions => _questions;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events) => GroupSubscription.Subscribe(_consumer, _events, topics, events);

    public void Poll(TimeSpan timeout)
    {
        try
        {
            _consumer.Consume(timeout);     // messages come through the partitions, not this way
        }
        catch (KafkaException exception)
        {
            _events.Failed(exception.Error);
        }

        while (_failures.TryDequeue(out var failure)) _events.Raise(e => e.Failed(failure));
        ServeCommits(TimeSpan.Zero);
    }

    // librdkafka keeps a wake that comes between two polls, and the next one returns at once.
    public void Wake()
    {
        lock (_wakeLock)
        {
            if (_wakeable) rd_kafka_queue_yield(_common);
        }
    }

    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch)
    {
        // Not Confluent's Seek(): that tells no leader epoch, without which librdkafka does not look whether the log was cut.
        var list = rd_kafka_topic_partition_list_new(1);
        var element = rd_kafka_topic_partition_list_add(list, partition.Topic, partition.Partition);
        element->Offset = offset;
        rd_kafka_topic_partition_set_leader_epoch(element, leaderEpoch);
        var failed = rd_kafka_seek_partitions(_handle, list, SeekTimeoutMs);
        var isSought = failed == 0 && list->Elements[0].Error == ErrorCode.NoError;
        if (failed != 0) rd_kafka_error_destroy(failed);
        rd_kafka_topic_partition_list_destroy(list);
        return isSought;
    }

    public IPartitionSource Open(TopicPartition partition, Action readable) =>
        new NativePartitionSource(_handle, partition, readable, _failures.Enqueue);

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed) => _commits.Send(offsets, completed);

    public void ServeCommits(TimeSpan timeout)
    {
        if (!_ended) _commits.Serve(timeout);
    }

    public bool Close(TimeSpan timeout)
    {
        if (_closed || _ended) return _isLeft;
        var started = Stopwatch.GetTimestamp();
        _closed = true;
        _questions.End();
        StopWaking();
        try
        {
            GroupSubscription.Unsubscribe(_consumer, _events, timeout);
        }
        catch (KafkaException exception)    // after a fatal error; the membership is gone anyway
        {
            _events.Failed(exception.Error);
        }

        // Not Confluent's Close(): that also destroys the client, and sources are disposed between the two. Nor librdkafka's, which waits
        // for a coordinator that is away for as long as a request may take.
        _closing = rd_kafka_queue_new(_handle);
        var error = rd_kafka_consumer_close_queue(_handle, _closing);
        if (error != 0)
        {
            var reason = $"Leaving the group: {Marshal.PtrToStringUTF8(rd_kafka_error_string(error))}";
            _events.Raise(e => e.Failed(new ClientFailure(rd_kafka_error_code(error), reason, rd_kafka_error_is_fatal(error) != 0)));
            rd_kafka_error_destroy(error);
            return _isLeft = true;      // the membership is gone already
        }

        // On another thread: a rebalance event that comes when librdkafka's group has ended is answered by nobody, and Confluent's handler waits for that.
        var left = timeout - Stopwatch.GetElapsedTime(started);
        _serving = Task.Factory.StartNew(ServeClosing, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _isLeft = _serving.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        if (!_isLeft) _events.Silence();
        return _isLeft;
    }

    // By reading it: messages of an assignment that came late may be among the events, and a queue that is only polled may hold none.
    private void ServeClosing()
    {
        NativeMessage* message;
        while (!_ended && rd_kafka_consumer_closed(_handle) == 0)
        {
            if (rd_kafka_consume_batch_queue(_closing, ClosingSliceMs, &message, 1) == 1) rd_kafka_message_destroy(message);
        }
    }

    // With borrowed messages outstanding neither destroying the queue nor the client is safe.
    public void Abandon()
    {
        if (_ended) return;
        _ended = true;
        _events.Silence();
        Abandoned.Add(this);
        _questions.End();
        StopWaking();
    }

    public void Dispose()
    {
        if (_ended) return;
        if (!_questions.TryEnd(GroupQuestions.Patience) || !_serving.IsCompleted)
        {
            Abandon();      // somebody still uses it
            return;
        }

        _ended = true;
        StopWaking();
        _commits.Dispose();
        rd_kafka_queue_destroy(_common);
        if (_closing != 0) rd_kafka_queue_destroy(_closing);
        _consumer.Dispose();
    }

    // librdkafka's mock cluster names a controller that it does not have, and asking for topics would wait for it in vain.
    private static bool IsMock(nint client)
    {
        var id = rd_kafka_clusterid(client, 0);
        var isMock = Marshal.PtrToStringUTF8(id)?.StartsWith("mockCluster", StringComparison.Ordinal) == true;
        if (id != 0) rd_kafka_mem_free(client, id);
        return isMock;
    }

    // A wake that reaches the client while it closes would end the closing too early.
    private void StopWaking()
    {
        lock (_wakeLock)
        {
            if (!_wakeable) return;
            _wakeable = false;
            _commits.StopWaking();
        }
    }
}
