using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// One assigned partition: puts its parts together, begins and ends it, and looks what there is to do when its source, a timer or an outcome says so.
/// It holds no thread while it waits.
/// </summary>
internal sealed partial class PartitionWorker : ServedItem
{
    private const int Idle = 0, Running = 1, Signalled = 2;

    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(1);

    private readonly PartitionState _state;
    private readonly WorkerContext _context;
    private readonly IGroupClient _client;
    private readonly OpenGate _gate;
    private readonly LogLife _log;
    private readonly Backlog _backlog;
    private readonly CommitLedger _ledger;
    private readonly CommitPolicy _policy;
    private readonly PartitionReader _reader;
    private readonly Dispatcher _dispatcher;
    private readonly PartitionStatus _status;
    private readonly TaskCompletionSource _quiet;
    private readonly ITimer _timer;
    private int _turn = Idle;

    public PartitionWorker(TopicPartition partition, IGroupClient client, WorkerContext context)
    {
        (_client, _context, _quiet) = (client, context, context.Runtime.CreateCompletion());
        _state = new PartitionState(partition, context.Consumer.GroupId, context.Runtime)
        {
            Signal = Signal, ArmTimer = ArmTimer, Stop = Stop, EndIfQuiet = EndIfQuiet, Fail = Fail,
        };
        var (options, pool) = (context.Consumer.Options, new MessagePool(partition));
        _gate = new OpenGate(_state);
        _log = new LogLife(_state, context.MakeTracker(), context.Aside);
        _backlog = new Backlog(context.Ordering, pool);
        _ledger = new CommitLedger(_log, context.Metadata);
        _policy = CommitPolicy.Of(context, _state, _log, _backlog, _ledger);
        var admission = new Admission(context.Ordering, context.Consumer.IsBatch, options.BatchSize, options.MaxReadAhead);
        var runs = new RunsInWork(_state, context, _backlog, pool, _policy);
        var intake = new Intake(_state, context, _log, _backlog, pool, _policy, runs);
        _reader = new PartitionReader(_state, context, _log, _backlog, pool, _policy, admission, intake);
        _dispatcher = new Dispatcher(_state, context, _backlog, _policy, runs, admission, _reader);
        _status = new PartitionStatus(_state, _log, _backlog, runs, _policy, _ledger, admission);
        Committable = new CommittablePartition(_state, _backlog, _ledger, _policy, runs, _gate, _reader, _dispatcher);
        _timer = context.Runtime.CreateTimer(OnDue);
        _reader.Open(client);
    }

    public TopicPartition Partition => _state.Partition;

    /// <summary>Gets the partition as the committer sees it.</summary>
    public CommittablePartition Committable { get; }

    /// <summary>Gets a task that completes when the worker was stopped and has nothing in work any more.</summary>
    public Task Quiet => _quiet.Task;

    /// <summary>It is known where the partition begins. A start that was chosen is committed, whether or not it is opened.</summary>
    public void Begin(in PartitionStart start)
    {
        lock (_state.Lock)
        {
            if (_state.IsStopping) return;
            _log.Begin(start, _reader.Position);
            _ledger.Begin(start);
            _gate.Know(start.IsCommitted ? 0 : _log.Tracker.Changes);
        }

        if (!start.IsCommitted) _context.CommitSignal.Set();
    }

    /// <summary>Begins to dispatch: at once, or when the start that was chosen is committed.</summary>
    public void Open()
    {
        lock (_state.Lock) _gate.HeardOf();
        Signal();
    }

    /// <summary>Has an assigned partition that is not open yet read from an offset on.</summary>
    /// <returns>False where the client is not ready for that, or where the partition is not wanted any more.</returns>
    public bool TrySeek(long offset, int leaderEpoch)
    {
        // Under the lock that stopping takes: a seek that came late would move whoever gets the partition next.
        lock (_state.Lock) return !_state.IsStopping && _client.TrySeek(Partition, offset, leaderEpoch);
    }

    /// <summary>Reads and begins nothing for now. What is in work goes on, and what was read waits.</summary>
    public void Pause() => _state.IsPaused = true;

    /// <summary>Reads and begins again.</summary>
    public void Resume()
    {
        _state.IsPaused = false;
        Signal();
    }

    /// <summary>Begins no further message. <see cref="Quiet"/> completes when those in work are finished. May be called again.</summary>
    public void Stop()
    {
        Permit[] withdrawn;
        lock (_state.Lock)
        {
            _state.IsStopping = true;
            withdrawn = _policy.Withdraw();
        }

        foreach (var permit in withdrawn) permit.Start();
        EndIfQuiet();
    }

    /// <summary>Asks the messages in work to end. What they have registered for that runs on the thread pool.</summary>
    public void Cancel()
    {
        _state.Cancel(failed => _context.Logger.CancellationFailed(failed, Partition.Topic, Partition.Partition));
        EndIfQuiet();
    }

    /// <summary>The partition is no longer ours: what still comes of messages in work does not count.</summary>
    public void GiveUp()
    {
        _state.IsGivenUp = true;
        Stop();
        Cancel();
        _policy.ReportUnbegun(isLast: false);
    }

    /// <inheritdoc cref="CommitPolicy.ReportUnbegun"/>
    public void ReportUnbegun(bool isLast) => _policy.ReportUnbegun(isLast);

    /// <inheritdoc cref="PartitionReader.Sweep"/>
    public void Sweep() => _reader.Sweep();

    /// <inheritdoc cref="PartitionReader.Close"/>
    public void DisposeSource() => _reader.Close();

    /// <summary>Ends the consumer: something went wrong that must not. Nothing more is begun, and only what is known to be finished counts.</summary>
    private void Fail(Exception exception) => Fail(exception, mayWait: true);

    // It is told of, which may take its time: some threads have none.
    private void Fail(Exception exception, bool mayWait)
    {
        _state.HasFailed = _state.IsStopping = true;
        if (mayWait) _context.Fail(exception);
        else _context.Runtime.Queue(() => _context.Fail(exception));
    }

    // Runs user code only at its end, when it may be signalled again: a handler that blocks its thread stops no reading.
    protected override void Serve(bool onPool)
    {
        try
        {
            do
            {
                // First take the signal, then look at what it may have meant: the other way round one could be overlooked.
                Interlocked.Exchange(ref _turn, Running);
                if (_state.IsStopping || !_state.IsOpen) continue;      // and no lock is taken: until it is open, a seek may hold that
                lock (_state.Lock) _backlog.MakeDue(_context.Time.GetTimestamp());
                _reader.Read();
                ArmTimer();
            }
            while (Interlocked.CompareExchange(ref _turn, Idle, Running) != Running);

            if (!_state.IsOpen) return;
            Permit? permit;
            lock (_state.Lock) permit = _dispatcher.AskForPermit();
            if (permit is null) return;
            if (onPool) _ = WorkLoop.RunAsync(permit, _context.Permits);        // this thread is a good one to begin with
            else permit.Start();
        }
        catch (Exception exception)
        {
            Fail(exception, mayWait: onPool);
        }
    }

    private void Signal()
    {
        if (Interlocked.Exchange(ref _turn, Signalled) == Idle) Queue(_context.Runtime);
    }

    private void OnDue()
    {
        if (!_context.Runtime.IsService) Signal();
        else if (Interlocked.Exchange(ref _turn, Signalled) == Idle) Serve(onPool: false);
    }

    /// <summary>Wakes the worker when the next retry is due, or a batch has waited for long enough. Each time before it rests: timers may be early.</summary>
    private void ArmTimer()
    {
        lock (_state.Lock)
        {
            var now = _context.Time.GetTimestamp();
            if (_dispatcher.NextDue(now) is not (< long.MaxValue and var due)) return;
            var left = _context.Time.GetElapsedTime(now, due);
            _timer.Change(left > LeastWait ? left : LeastWait, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndIfQuiet()
    {
        Exception? failure;
        lock (_state.Lock)
        {
            if (!_state.IsStopping || _backlog.InWork > 0 || _reader.IsReading || _quiet.Task.IsCompleted) return;
            failure = FailureOf(_reader.LookAtPosition);
            var other = FailureOf(ReleaseWaiting);      // also where nobody can tell the position
            failure ??= other;
            _quiet.SetResult();
        }

        if (failure is not null) Fail(failure);
        _timer.Dispose();
    }

    private Exception? FailureOf(Action step)
    {
        try
        {
            step();
            return null;
        }
        catch (Exception exception)
        {
            _state.HasFailed = true;
            return exception;
        }
    }

    // Offsets stay known, for the last commit.
    private void ReleaseWaiting()
    {
        for (var offset = _log.Tracker.Lowest; offset is PendingMessage message; offset = offset.Higher) message.Slot.Release();
        _backlog.Release();
    }
}
