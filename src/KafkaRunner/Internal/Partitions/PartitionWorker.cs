using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Threads;

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
internal sealed partial class PartitionWorker : ServedItem, ICommittable
{
    private const int Idle = 0, Running = 1, Signalled = 2;

    private readonly Lock _lock = new();
    private readonly WorkerContext _context;
    private readonly IGroupClient _client;
    private readonly IPartitionSource _source;
    private readonly TelemetryTags _tags;
    private readonly CancellationTokenSource _cancel = new();   // what is in work is asked to end
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OffsetTracker _offsets;
    private readonly Ordering _ordering;
    private readonly Lanes _lanes;
    private readonly ITimer _timer;
    private int _state = Idle;
    private Guid? _topicId;
    private int? _partitions;           // of the topic, when the group first committed
    private bool _hasBegun;             // it is known where
    private bool _mayOpen;              // whoever listens knows of it
    private volatile bool _isOpen;      // dispatch has begun
    private long _opensAt;              // the change that must be committed before it begins; 0 for none
    private volatile bool _hasFailed;   // here, not in user code
    private volatile bool _isStopping;  // nothing more is begun
    private volatile bool _isGivenUp;   // the partition is someone else's

    public PartitionWorker(TopicPartition partition, IGroupClient client, WorkerContext context)
    {
        Partition = partition;
        (_client, _context) = (client, context);
        _tags = new TelemetryTags(context.Consumer.GroupId, partition);
        _admission = new Trouble(context.Time);
        _offsets = context.MakeTracker();
        // Where no map is carried, only what is finished in a row can be committed before it begins.
        _ordering = IsAtMostOnce && !context.CarriesMetadata ? Ordering.Partition : context.Consumer.Options.Ordering;
        _lanes = new Lanes(_ordering);
        // Where many are in work at once, how long they take does not say that they are many.
        _sizer = new ChunkSizer(MayWorkMeanwhile ? ChunkSizer.First : 1);
        _timer = EngineThreads.CreateTimer(context.Time, OnDue);
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

    /// <summary>It is known where the partition begins. A start that was chosen is committed, whether or not it is opened.</summary>
    public void Begin(in Opening opening)
    {
        lock (_lock)
        {
            if (_isStopping) return;
            (_topicId, _partitions, _hasBegun) = (opening.TopicId, opening.Partitions, true);
            _offsets.Begin(opening.Offset, opening.LeaderEpoch);
            _offsets.DistrustPosition(_source.Position());      // nothing was read yet: it would be an earlier assignment's
            if (opening.IsCommitted)
            {
                (_committedOffset, _committedEpoch) = (opening.Offset, opening.LeaderEpoch);
                var inherited = new InheritedOffsets(opening.Map, opening.Offset, opening.TopicId);
                if (inherited.DropReason is { } reason) _context.Logger.MapDropped(Partition.Topic, Partition.Partition, reason);
                else _offsets.Inherit(inherited);
                _committedReach = Math.Max(opening.Offset, opening.Map?.Finished is { Count: > 0 } finished ? finished[^1].End : -1);
            }
            else
            {
                _offsets.NoteStart();
                _opensAt = _offsets.Changes;
            }
        }

        if (!opening.IsCommitted) _context.Commits.Set();
    }

    /// <summary>Begins to dispatch: at once, or when the start that was chosen is committed.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _mayOpen = _hasBegun;
            TryOpen();
        }

        Signal();
    }

    /// <summary>Has an assigned partition that is not open yet read from an offset on.</summary>
    /// <returns>False where the client is not ready for that, or where the partition is not wanted any more.</returns>
    public bool TrySeek(long offset, int leaderEpoch)
    {
        // Under the lock that stopping takes: a seek that came late would move whoever gets the partition next.
        lock (_lock) return !_isStopping && _client.TrySeek(Partition, offset, leaderEpoch);
    }

    /// <summary>Begins no further message. <see cref="Quiet"/> completes when those in work are finished. May be called again.</summary>
    public void Stop()
    {
        Permit[] withdrawn;
        lock (_lock)
        {
            _isStopping = true;
            withdrawn = WithdrawAll();
        }

        foreach (var permit in withdrawn) permit.Start();
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
        ReportUnbegun(isLast: false);
    }

    /// <summary>Gives the source back. Not before the partition was unassigned: what was fetched is discarded here.</summary>
    public void DisposeSource() => _source.Dispose();

    /// <summary>Ends the consumer: something went wrong that must not. Nothing more is begun, and only what is known to be finished counts.</summary>
    public void Fail(Exception exception)
    {
        _hasFailed = _isStopping = true;
        _context.Fail(exception);
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Idle) Queue(EngineThreads.Watch);
    }

    private void OnDue()
    {
        if (!EngineThreads.Service.IsCurrent) Signal();
        else if (Interlocked.Exchange(ref _state, Signalled) == Idle) Serve(onPool: false);
    }

    // Runs user code only at its end, when it may be signalled again: a handler that blocks its thread stops no reading.
    protected override void Serve(bool onPool)
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

            Permit? permit;
            lock (_lock) permit = AskForPermit();
            if (permit is null) return;
            if (onPool) _ = WorkLoop.RunAsync(permit, _context.Permits);        // this thread is a good one to begin with
            else permit.Start();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
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

    // Under the lock.
    private void TryOpen() => _isOpen |= _mayOpen && _opensAt == 0;

    private void EndIfQuiet()
    {
        lock (_lock)
        {
            if (!_isStopping || _inWork > 0 || Volatile.Read(ref _isReading) != 0 || _quiet.Task.IsCompleted) return;
            try
            {
                LookAtPosition();
                ReleaseWaiting();
            }
            catch (Exception exception)
            {
                Fail(exception);
            }

            _quiet.SetResult();
        }

        _timer.Dispose();
    }
}
