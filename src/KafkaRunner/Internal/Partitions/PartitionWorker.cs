using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// One assigned partition: reads its source into lanes, has what is next processed, takes back the outcomes, and knows what is finished.
/// It runs when its source, a timer or an outcome says so, and holds no thread while it waits.
/// </summary>
/// <remarks>
/// One lock guards lanes and tracker; it is never held while user code runs, and hardly while librdkafka does. Reading is done by one
/// thread at a time, whoever runs out of work or is told that there is more.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal, and Stop may come late.")]
internal sealed partial class PartitionWorker : IThreadPoolWorkItem
{
    private const int Idle = 0, Running = 1, Signalled = 2;

    private readonly Lock _lock = new();
    private readonly WorkerContext _context;
    private readonly IPartitionSource _source;
    private readonly TelemetryTags _tags;
    private readonly CancellationTokenSource _cancel = new();   // what is in work is asked to end
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OffsetTracker _offsets = new();
    private readonly Lanes _lanes;
    private readonly ITimer _timer;
    private int _state = Idle;
    private Guid? _topicId;
    private bool _isOpen;               // dispatch has begun
    private volatile bool _isStopping;  // nothing more is begun
    private volatile bool _isGivenUp;   // the partition is someone else's

    public PartitionWorker(TopicPartition partition, IGroupClient client, WorkerContext context)
    {
        Partition = partition;
        _context = context;
        _tags = new TelemetryTags(context.Consumer.GroupId, partition);
        _admission = new Trouble(context.Time);
        _lanes = new Lanes(context.Consumer.Options.Ordering);
        // Where many are in work at once, how long they take does not say that they are many.
        _sizer = new ChunkSizer(MayWorkMeanwhile ? ChunkSizer.First : 1);
        _timer = context.Time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _source = client.Open(partition, OnReadable);
    }

    public TopicPartition Partition { get; }

    /// <summary>Gets or sets whether it waits for a permit; the permits' own note, under their lock.</summary>
    public bool IsInLine { get; set; }

    /// <summary>Gets or sets what the group is known to have committed, by <see cref="Progress.Number"/>; the committer's own note.</summary>
    public long CommittedNumber { get; set; }

    /// <summary>Gets a task that completes when the worker was stopped and has nothing in work any more.</summary>
    public Task Quiet => _quiet.Task;

    /// <summary>Gets the tags of this partition's measurements.</summary>
    public ref readonly TelemetryTags Tags => ref _tags;

    /// <summary>Begins to dispatch, once it is known what the partition's last owner has finished beyond the committed offset.</summary>
    public void Open(CommittedOffset committed)
    {
        OffsetMap? map = null;
        if (!string.IsNullOrEmpty(committed.Metadata) && !OffsetMap.TryDecode(committed.Metadata, out map))
        {
            _context.Logger.ForeignMetadata(Partition.Topic, Partition.Partition, committed.Offset);
        }

        var inherited = new InheritedOffsets(map, committed.Offset, committed.TopicId);
        lock (_lock)
        {
            (_topicId, _startsAt, _committedOffset) = (committed.TopicId, committed.Offset, committed.Offset);
            _offsets.Begin(committed.LeaderEpoch);
            if (inherited.DropReason is { } reason) _context.Logger.MapDropped(Partition.Topic, Partition.Partition, reason);
            else _offsets.Inherit(inherited);
            _isOpen = true;
        }

        Signal();
    }

    /// <summary>Begins no further message. <see cref="Quiet"/> completes when those in work are finished. May be called again.</summary>
    public void Stop()
    {
        _isStopping = true;
        if (GoesOnWhenStopping) Signal();       // a batch waits no longer
        EndIfQuiet();
    }

    /// <summary>Asks the messages in work to end. What they have registered for that runs on the thread pool.</summary>
    public void Cancel()
    {
        _cancel.CancelAsync().ContinueWith(
            failed => _context.Logger.CancellationFailed(failed.Exception!, Partition.Topic, Partition.Partition),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        EndIfQuiet();
    }

    /// <summary>The partition is no longer ours: what still comes of messages in work does not count.</summary>
    public void GiveUp()
    {
        _isGivenUp = true;
        Stop();
        Cancel();
    }

    /// <summary>Gives the source back. Not before the partition was unassigned: what was fetched is discarded here.</summary>
    public void DisposeSource() => _source.Dispose();

    /// <summary>Ends the consumer: something went wrong that must not.</summary>
    public void Fail(Exception exception) => _context.Fail(exception);

    void IThreadPoolWorkItem.Execute() => Serve();

    private void Signal()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Idle) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    // Never runs user code, so that a handler that blocks its thread stops no reading.
    private void Serve()
    {
        try
        {
            do
            {
                // First take the signal, then look at what it may have meant: the other way round one could be overlooked.
                Interlocked.Exchange(ref _state, Running);
                if (_isStopping) continue;
                TakeDueRetries();
                while (TryRead()) { }
                if (_isSweeping) CopyWhatWaitsLong();
                ArmTimer();
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        // This thread is a good one to begin with.
        Permit? permit;
        lock (_lock) permit = AskForPermit();
        if (permit is not null) _ = WorkLoop.RunAsync(permit, _context.Permits);
    }

    /// <summary>Wakes the worker when the next retry is due, or a batch has waited for long enough. Each time before it rests: timers may be early.</summary>
    private void ArmTimer()
    {
        lock (_lock)
        {
            var now = _context.Time.GetTimestamp();
            var due = long.MaxValue;
            if (_retries.TryPeek(out _, out var retryDue)) due = retryDue;
            if (IsBatch && _lanes.Available > 0 && !IsInLine && !_isStarting) due = Math.Min(due, BatchDue(now));
            if (due == long.MaxValue) return;
            var left = _context.Time.GetElapsedTime(now, due);
            _timer.Change(left > LeastWait ? left : LeastWait, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndIfQuiet()
    {
        lock (_lock)
        {
            if (!_isStopping || _inWork > 0 || Volatile.Read(ref _isReading) != 0 || _quiet.Task.IsCompleted) return;
            if (GoesOnWhenStopping && (_isCommitting || _lanes.Ready > 0)) return;
            if (_isOpen) LookAtPosition();
            ReleaseWaiting();
            _quiet.SetResult();
        }

        _timer.Dispose();
    }
}
