using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>A group member on Confluent's consumer, with native partition queues and native commits on the same handle.</summary>
internal sealed unsafe class NativeGroupClient : IGroupClient
{
    // A commit's callback finds its way home by this number, not by a GCHandle: it may never come.
    private static readonly ConcurrentDictionary<nint, NativeGroupClient> Waiting = new();
    // Its finalizer would destroy a client whose messages are still read.
    private static readonly ConcurrentBag<NativeGroupClient> Abandoned = [];
    private static long s_lastCommit;

    private const int ClosingSliceMs = 20;
    private const int SeekTimeoutMs = 1_000;

    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly nint _handle;
    private readonly nint _common;      // the queue that Consume() reads
    private readonly nint _commits;     // the queue on which commit results arrive
    private readonly GroupQuestions _questions;
    private readonly ConcurrentQueue<Error> _errors = new();        // met on other threads
    private readonly Lock _wakeLock = new();
    private bool _wakeable = true;
    private IGroupEvents? _events;
    private Action<CommitResult>? _committed;
    private nint _commitId;
    private (nint Id, CommitResult Result)? _arrived;
    private nint _closing;              // the queue on which events arrive while it closes; 0 before
    private bool _closed;
    private bool _isLeft;
    private volatile bool _ended;

    public NativeGroupClient(ConsumerConfig config, ILogger librdkafkaLogger)
    {
        LibrdkafkaModule.Bind(typeof(NativeGroupClient).Assembly, EntryPoints);
        // Rebalance handlers must not throw: Confluent would unassign everything. The events' contract says so too.
        _consumer = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetPartitionsAssignedHandler((_, partitions) => Assign(Named(partitions)))
            .SetPartitionsRevokedHandler((_, partitions) => _events?.Revoking(Named(partitions.Select(p => p.TopicPartition))))
            .SetPartitionsLostHandler((_, partitions) => _events?.Lost(Named(partitions.Select(p => p.TopicPartition))))
            .SetErrorHandler((_, error) => _events?.Failed(error))
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
        _commits = rd_kafka_queue_new(_handle);
        // Forwarded to the common queue, results could not be served inside a rebalance event. So they only end the wait.
        rd_kafka_queue_cb_event_enable(_commits, &OnCommitResult, _common);
        _questions = new GroupQuestions(
            _consumer.Handle,
            (partitions, answers) => NativeCommitted.AskOnce(_handle, partitions, answers),
            usesFacts: true,
            () => IsMock(_handle),
            new LogQuestion(_consumer.Handle, LogQuestion.IsolationOf(config), _errors.Enqueue),
            _errors.Enqueue);
    }

    public bool CarriesMetadata => true;

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

        while (_errors.TryDequeue(out var error)) _events?.Failed(error);
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

    public IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        _questions.CommittedAsync(partitions, cancellationToken);

    public Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        _questions.TopicsAsync(topics, cancellationToken);

    public Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        _questions.LogsAsync(partitions, cancellationToken);

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

    public Task<IReadOnlyDictionary<string, ErrorCode>> TopicStatesAsync(IReadOnlyList<string> topics) => _questions.TopicStatesAsync(topics);

    public Task<bool> AnswersAsync() => _questions.AnswersAsync();

    public IPartitionSource Open(TopicPartition partition, Action readable) =>
        new NativePartitionSource(_handle, partition, readable, (name, error) => _errors.Enqueue(new Error(error.Code, $"{name}: {error.Reason}", error.IsFatal)));

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
            if (offset.Metadata is { } metadata) SetMetadata(element, metadata);
        }

        var error = rd_kafka_commit_queue(_handle, list, _commits, &OnCommitted, _commitId);
        rd_kafka_topic_partition_list_destroy(list);
        if (error != ErrorCode.NoError) Complete(_commitId, new CommitResult(error, new Dictionary<TopicPartition, ErrorCode>()));
    }

    public void ServeCommits(TimeSpan timeout)
    {
        if (_ended) return;
        _ = rd_kafka_queue_poll_callback(_commits, (int)timeout.TotalMilliseconds);
        if (_arrived is not { } arrived) return;
        _arrived = null;
        Complete(arrived.Id, arrived.Result);
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
            // A cooperative member without partitions does not leave when it is closed (librdkafka 2.16 skips it together with
            // the rejoin), and the others would wait for its session to end. Unsubscribing makes it leave.
            if (_consumer.Assignment.Count == 0) _consumer.Unsubscribe();
        }
        catch (KafkaException exception)    // after a fatal error; the membership is gone anyway
        {
            _events?.Failed(exception.Error);
        }

        // Not Confluent's Close(): that also destroys the client, and sources are disposed between the two. Nor librdkafka's, which waits
        // for a coordinator that is away for as long as a request may take.
        _closing = rd_kafka_queue_new(_handle);
        var error = rd_kafka_consumer_close_queue(_handle, _closing);
        if (error != 0)
        {
            _events?.Failed(new Error(rd_kafka_error_code(error), $"Leaving the group: {Marshal.PtrToStringUTF8(rd_kafka_error_string(error))}", rd_kafka_error_is_fatal(error) != 0));
            rd_kafka_error_destroy(error);
            return _isLeft = true;      // the membership is gone already
        }

        // On another thread: a rebalance event that comes when librdkafka's group has ended is answered by nobody, and Confluent's handler waits for that.
        var left = timeout - Stopwatch.GetElapsedTime(started);
        _isLeft = Task.Factory.StartNew(ServeClosing, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        if (!_isLeft) _events = null;
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
        _events = null;
        Abandoned.Add(this);
        _questions.End();
        StopWaking();
    }

    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        Waiting.TryRemove(_commitId, out _);
        StopWaking();
        _questions.Dispose();
        rd_kafka_queue_destroy(_commits);
        rd_kafka_queue_destroy(_common);
        if (_closing != 0) rd_kafka_queue_destroy(_closing);
        _consumer.Dispose();
    }

    // On one of librdkafka's threads, under the queue's lock.
    [UnmanagedCallersOnly]
    private static void OnCommitResult(nint client, nint common) => rd_kafka_queue_yield(common);

    // Inside ServeCommits, on the poll thread. An exception that crossed librdkafka would end the process, so what follows comes after it.
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

        self._arrived = (id, new CommitResult(error, partitions));
    }

    // librdkafka's mock cluster names a controller that it does not have, and asking for topics would wait for it in vain.
    private static bool IsMock(nint client)
    {
        var id = rd_kafka_clusterid(client, 0);
        var isMock = Marshal.PtrToStringUTF8(id)?.StartsWith("mockCluster", StringComparison.Ordinal) == true;
        if (id != 0) rd_kafka_mem_free(client, id);
        return isMock;
    }

    private void Complete(nint id, CommitResult result)
    {
        Waiting.TryRemove(id, out _);
        if (id != _commitId || _committed is not { } completed) return;
        _committed = null;
        completed(result);
    }

    // A wake that reaches the client while it closes would end the closing too early.
    private void StopWaking()
    {
        lock (_wakeLock)
        {
            if (!_wakeable) return;
            _wakeable = false;
            rd_kafka_queue_cb_event_enable(_commits, null, 0);      // under the queue's lock: no call is under way after this
        }
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

    // A handler, so it must not throw.
    private IEnumerable<TopicPartitionOffset> Assign(TopicPartition[] partitions)
    {
        var offsets = _questions.Place(partitions);
        _events?.Assigned(partitions);
        return offsets;
    }

    private static TopicPartition[] Named(IEnumerable<Confluent.Kafka.TopicPartition> partitions) =>
        [.. partitions.Select(p => new TopicPartition(p.Topic, p.Partition.Value))];
}
