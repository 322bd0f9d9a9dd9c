using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>Owns one consumer's client and runs it on a thread of its own, the poll thread: joins, polls, commits, and stops in order.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal.")]
internal sealed partial class ConsumerRunner : IGroupEvents
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LeastCommitTime = LastCommit.LeastTime;
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForcedLeaveTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    private const int MostHungNamed = 100;

    private readonly ConsumerDefinition _consumer;
    private readonly IGroupClient _client;
    private readonly WorkerContext _context;
    private readonly Assignment _assignment;
    private readonly OffsetCommitter _committer;
    private readonly TroubleReporter _trouble;
    private readonly Subscription _subscription;
    private readonly TopicWatch _topics;
    private readonly ConnectionWatch _connection;
    private readonly PartitionListeners _listeners;
    private readonly PartitionOpener _opener;
    private readonly TopicIdentity _topicIdentity;
    private readonly Func<CancellationToken, Task> _flushProduced;
    private readonly TaskCompletionSource<RunResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _opening = new();
    private volatile bool _stopRequested;
    private Exception? _failure;
    private bool _membershipEnded;
    private bool _everAssigned;
    private long? _stopBegan;
    private long? _missing;         // finished messages that the stop has not committed
    private bool _cannotPoll;       // the client has thrown what it must not
    private bool _isLeaving;
    private long _endBy;            // flush, last commit and leaving share the time until then

    public ConsumerRunner(
        ConsumerDefinition consumer,
        IGroupClient client,
        MessageProcessor processor,
        IReadOnlyList<IPartitionListener> listeners,
        Telemetry telemetry,
        TimeProvider time,
        ILogger logger,
        Func<CancellationToken, Task> flushProduced,
        Func<OffsetTracker>? trackers = null)
    {
        (_consumer, _client, _flushProduced) = (consumer, client, flushProduced);
        logger = QuietLogger.Of(logger);
        var (permits, commits) = (new Permits(consumer.Options.MaxConcurrency), new CommitSignal(consumer.Options.CommitThreshold, Wake));
        _context = new WorkerContext(consumer, processor, permits, commits, client.CarriesMetadata, telemetry, time, logger, Fail);
        if (trackers is not null) _context = _context with { MakeTracker = trackers };
        _assignment = new Assignment(client, _context);
        _listeners = new PartitionListeners(listeners, consumer, logger);
        _opener = new PartitionOpener(client.Questions, _context, _listeners);
        _topicIdentity = new TopicIdentity(client.Questions, _assignment, _context, Replace);
        _trouble = new TroubleReporter(_context, _assignment);
        _subscription = new Subscription(consumer, topics => client.Subscribe(topics, this));
        _topics = new TopicWatch(consumer, client.Questions, _trouble, time, _subscription);
        _connection = new ConnectionWatch(client.Questions, _trouble, time);
        _committer = new OffsetCommitter(client, new CommitContext(consumer, commits, _context.Metadata, telemetry, logger), _trouble.Clear);
    }

    /// <summary>Gets a task that completes, never faulted, when the consumer has ended, for whatever reason.</summary>
    public Task<RunResult> Completion => _completion.Task;

    /// <summary>Starts the poll thread.</summary>
    public void Start() => new Thread(Run) { Name = $"kafkarunner {_consumer.Name}", IsBackground = true }.Start();

    /// <summary>Gives up a runner that was never started.</summary>
    public void Discard() => _client.Dispose();

    /// <summary>Asks for a clean stop. Any thread, any number of times.</summary>
    public void RequestStop()
    {
        _stopRequested = true;
        _ = _opening.CancelAsync();     // on the pool: who waits goes on there
        Wake();
    }

    /// <summary>Logs every message in work: where it is and for how long. Any thread; for the moment before a forced end.</summary>
    public void ReportHung()
    {
        foreach (var (partition, offset, running) in _context.Permits.InWork().OrderByDescending(m => m.Running).Take(MostHungNamed))
        {
            _context.Logger.HungMessage(_consumer.Name, partition.Topic, partition.Partition, offset, running.TotalSeconds, _context.Consequence);
        }
    }

    void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions) => Guard(() =>
    {
        _trouble.Clear();
        _trouble.Assigned(partitions);
        _subscription.Assigned(partitions);
        _everAssigned |= partitions.Count > 0;
        if (_stopRequested) return;
        Open(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "assigned", partitions.Count);
        _context.Logger.PartitionsAssigned(_consumer.Name, Named(partitions));
    });

    void IGroupEvents.Revoking(IReadOnlyList<TopicPartition> partitions) => Guard(() =>
    {
        if (_isLeaving)
        {
            _assignment.Drop(partitions);       // drained and committed before, as far as that could be done
            return;
        }

        // The only place where polling waits for user code, and it has a deadline.
        var started = Stopwatch.GetTimestamp();
        _subscription.Revoking();
        var timeout = TimeToDrain;
        var workers = _assignment.Drain(partitions, timeout, Serve);
        _context.Telemetry.DrainTook(_consumer.GroupId, Stopwatch.GetElapsedTime(started));
        _listeners.Revoking(workers, timeout - Stopwatch.GetElapsedTime(started), _ => Serve());
        var missing = _committer.CommitAll(() => workers, AtLeastCommitTime(timeout - Stopwatch.GetElapsedTime(started)), _client.ServeCommits);
        _assignment.Drop(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "revoked", partitions.Count);
        var milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (missing is { } finished) _context.Logger.RevokedUncommitted(_consumer.Name, Named(partitions), milliseconds, Missing(finished));
        else _context.Logger.PartitionsRevoked(_consumer.Name, Named(partitions), milliseconds);
        NoteMissing(missing);
    });

    void IGroupEvents.Lost(IReadOnlyList<TopicPartition> partitions) => Guard(() =>
    {
        _subscription.Revoking();
        LoseAll(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "lost", partitions.Count);
        _context.Logger.PartitionsLost(_consumer.Name, Named(partitions));
    });

    void IGroupEvents.Failed(ClientFailure failure)
    {
        var ends = FatalFailures.End(failure, _everAssigned, _consumer);
        if (!ends && (_topics.Heard(failure) || _trouble.Report(failure) < FatalFailures.PatienceWith(failure.Code))) return;
        if (failure.IsFatal) _membershipEnded = true;     // it means lost, and no event says so
        Fail(new KafkaRunnerException(FailureSentences.WhyEnded(failure, _everAssigned, _consumer)));
    }

    private TimeSpan TimeLeftToStop
    {
        get
        {
            if (_stopBegan is not { } began) return TimeSpan.MaxValue;
            var left = _consumer.Options.ShutdownTimeout - Stopwatch.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private TimeSpan TimeToDrain => TimeLeftToStop < _consumer.Options.DrainTimeout ? TimeLeftToStop : _consumer.Options.DrainTimeout;

    private static string Named(IReadOnlyList<TopicPartition> partitions) => partitions.Count == 0 ? "nothing" : string.Join(", ", partitions);

    private static string Missing(long finished) => finished > 0 ? $"{finished} finished message(s) will be processed again" : "not what was to begin, or where a partition begins";

    // Inside a rebalance event: the partitions that stay are not to notice it.
    private void Serve()
    {
        _client.ServeCommits(TimeSpan.Zero);
        _committer.CommitIfDue(_assignment.Workers);
    }

    // An event that throws would make Confluent unassign everything.
    private void Guard(Action handle)
    {
        try
        {
            handle();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Fail(Exception failure)
    {
        Note(failure);
        RequestStop();
    }

    // At once: what comes after it may not be reached.
    private void Note(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _context.Logger.ConsumerFailed(failure, _consumer.Name);
    }

    // A poll that is not woken ends by itself, soon.
    private void Wake()
    {
        try
        {
            _client.Wake();
        }
        catch (Exception exception)
        {
            Note(exception);
            _stopRequested = true;
        }
    }

    // As if the partitions were lost and assigned: what is known of them is of another log.
    private void Replace(string topic, IReadOnlyList<TopicPartition> partitions)
    {
        if (_stopRequested) return;     // whoever comes next sees it from the id that the last commit names
        _context.Logger.TopicReplaced(topic, _consumer.Name);
        LoseAll(partitions);
        Open(partitions);
    }

    private void Open(IReadOnlyList<TopicPartition> partitions)
    {
        var workers = _assignment.Assign(partitions);
        EngineThreads.Opening.Post(_ => _ = OpenAsync(workers), null);
    }

    private async Task OpenAsync(IReadOnlyList<PartitionWorker> workers)
    {
        try
        {
            await _opener.OpenAsync(workers, _opening.Token);
        }
        catch (OperationCanceledException) when (_opening.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private void Run()
    {
        _context.Telemetry.Observe(Measured);
        try
        {
            _client.Subscribe(_consumer.Topics, this);
            _state = ConsumerState.Running;
            _context.Logger.ConsumerStarted(_consumer.Name, string.Join(", ", _consumer.Topics), _consumer.GroupId, _consumer.Options.Brokers);
            while (!_stopRequested)
            {
                Poll(PollTimeout);
                _assignment.DisposeLeaving();
                _committer.CommitIfDue(_assignment.Workers);
                _assignment.SweepIfDue();
                _topicIdentity.CheckIfDue();
                _connection.Serve();
                if (_topics.Serve() && !_everAssigned) Fail(new KafkaRunnerException(FailureSentences.AllRefused(_consumer)));
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        End(StopInOrder());
    }

    private void End(RunResult result)
    {
        _state = result.End is RunEnd.Stopped or RunEnd.Uncommitted ? ConsumerState.Stopped : ConsumerState.Failed;
        _context.Telemetry.Forget(Measured);
        _completion.SetResult(result);
    }

    private RunResult StopInOrder()
    {
        var options = _consumer.Options;
        _stopBegan = Stopwatch.GetTimestamp();
        _state = ConsumerState.Stopping;

        if (_membershipEnded) GiveUpAll();

        // First nothing new is begun, and what is in work gets its time. Polling goes on: the group must not take us for dead.
        Guard(_assignment.Stop);
        _context.Logger.ConsumerStopping(_consumer.Name, _assignment.InWork, options.ShutdownTimeout.TotalSeconds);
        if (!PollUntilQuiet(options.ShutdownTimeout))
        {
            _context.Logger.CancellationRequested(_consumer.Name, options.ShutdownTimeout.TotalSeconds, _assignment.InWork);
            Guard(_assignment.Cancel);
            if (!PollUntilQuiet(options.CancellationGrace)) return Abandon();
        }

        // What Process has produced comes before the offsets that say it is done. Each step is taken, whatever becomes of those before it.
        EndWithin(AtLeastCommitTime(TimeLeftToStop));
        Guard(FlushProduced);

        // Commit while still a member: inside Close() a rebalance under way would refuse it.
        if (_membershipEnded) GiveUpAll();
        else Guard(CommitAll);
        if (!_membershipEnded && !_cannotPoll) Guard(AwaitJoin);
        var isClosed = true;
        Guard(() => isClosed = Leave());
        Guard(_assignment.DisposeLeaving);
        Guard(isClosed ? _client.Dispose : _client.Abandon);
        Guard(() => _listeners.Finish(TimeLeftToStop));
        return Ended();
    }

    private void EndWithin(TimeSpan time) => _endBy = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    private TimeSpan LeftToEnd(TimeSpan reserved)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _endBy) - reserved;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // The broker keeps a join until the other members have joined, too, and hears nothing else from this one meanwhile: not that it leaves.
    private void AwaitJoin()
    {
        Task<bool>? asked = null;
        while (asked is not { IsCompletedSuccessfully: true, Result: true } && TimeLeftToStop > TimeSpan.Zero && _trouble.ConnectionFailedAt is null)
        {
            if (asked is null or { IsCompleted: true }) asked = _client.Questions.AnswersAsync();
            Poll(Slice);
        }
    }

    private bool Leave()
    {
        var left = LeftToEnd(TimeSpan.Zero);
        foreach (var worker in _assignment.Workers) worker.ReportUnbegun(isLast: true);
        var isClosed = Leave(left > LeaveTime ? left : LeaveTime);
        _assignment.Drop([.. _assignment.Workers.Select(w => w.Partition)]);
        return isClosed;
    }

    private bool Leave(TimeSpan timeout)
    {
        _isLeaving = true;
        var isClosed = _client.Close(timeout);
        if (!isClosed) _context.Logger.NotLeft(_consumer.Name, _consumer.GroupId, timeout.TotalSeconds);
        return isClosed;
    }

    private RunResult Ended()
    {
        if (_missing is { } finished) _context.Logger.StoppedUncommitted(_consumer.Name, Missing(finished));
        if (_failure is { } failure) return new RunResult(RunEnd.Failed, failure);
        if (_missing is not null) return new RunResult(RunEnd.Uncommitted);
        _context.Logger.ConsumerStopped(_consumer.Name);
        return new RunResult(RunEnd.Stopped);
    }

    private void CommitAll()
    {
        try
        {
            _topicIdentity.Settle(SettleTime, Poll);
            _listeners.Revoking(_assignment.Workers, TimeToDrain, Poll);
            NoteMissing(_committer.CommitAll(() => _assignment.Workers, LeftToEnd(LeaveTime), Poll));
        }
        catch
        {
            NoteMissing(_committer.TellMissing(_assignment.Workers));
            throw;
        }
    }

    private void GiveUpAll() => Guard(() => LoseAll([.. _assignment.Workers.Select(w => w.Partition)]));

    private void LoseAll(IReadOnlyList<TopicPartition> partitions)
    {
        var lost = _assignment.Drop(partitions);
        if (_stopBegan is not null) NoteMissing(_committer.TellMissing(lost, "the partition was lost"));
        _listeners.Lost(lost);
    }

    // The exit code 0 promises that nothing that has finished is repeated.
    private void NoteMissing(long? finished)
    {
        if (_stopBegan is not null && finished is not null) _missing = (_missing ?? 0) + finished;
    }

    // A hung message still reads borrowed memory, so the client cannot be disposed. But what is finished is committed, and the group left.
    private RunResult Abandon()
    {
        ReportHung();
        EndWithin(LeastCommitTime);
        if (!_membershipEnded && !_cannotPoll) Guard(() => NoteMissing(_committer.CommitAll(() => _assignment.Workers, LeftToEnd(ForcedLeaveTime), Poll)));
        Guard(() => Leave(ForcedLeaveTime));
        foreach (var worker in _assignment.Workers.Concat(_assignment.Busy)) worker.ReportUnbegun(isLast: true);
        Guard(_client.Abandon);
        if (_missing is { } finished) _context.Logger.StoppedUncommitted(_consumer.Name, Missing(finished));
        return new RunResult(RunEnd.Forced, _failure);
    }

    private bool PollUntilQuiet(TimeSpan timeout)
    {
        var started = Stopwatch.GetTimestamp();
        while (_assignment.Busy.Any())
        {
            if (Stopwatch.GetElapsedTime(started) >= timeout) return false;
            if (_cannotPoll)
            {
                Task.WhenAll(_assignment.Busy.Select(w => w.Quiet)).Wait(Slice);
                continue;
            }

            try
            {
                Poll(Slice);
                _assignment.DisposeLeaving();
                _committer.CommitIfDue(_assignment.Workers);
            }
            catch (Exception exception)
            {
                _cannotPoll = true;
                Fail(exception);
            }
        }

        return true;
    }

    private void FlushProduced()
    {
        using var deadline = new CancellationTokenSource(LeftToEnd(LeaveTime + LeaveTime));
        var flush = _flushProduced(deadline.Token);
        while (!flush.IsCompleted) Poll(Slice);
        if (!flush.IsCompletedSuccessfully) _context.Logger.FlushFailed(flush.Exception ?? (Exception)new TimeoutException(), _consumer.Name);
    }

    private static TimeSpan AtLeastCommitTime(TimeSpan left) => left > LeastCommitTime ? left : LeastCommitTime;
}
