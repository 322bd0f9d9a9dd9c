using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>Owns one consumer's client and runs it on a thread of its own, the poll thread: joins, polls, commits, and stops in order.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal.")]
internal sealed partial class ConsumerRunner : IGroupEvents
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a last commit is tried at least, also when draining has used up its time.</summary>
    internal static readonly TimeSpan LeastCommitTime = TimeSpan.FromSeconds(4);

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
    private readonly Func<CancellationToken, Task> _flushProduced;
    private readonly TaskCompletionSource<RunResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _opening = new();
    private volatile bool _stopRequested;
    private Exception? _failure;
    private bool _membershipEnded;
    private bool _everAssigned;
    private long? _stopBegan;

    public ConsumerRunner(
        ConsumerDefinition consumer,
        IGroupClient client,
        MessageProcessor processor,
        IReadOnlyList<IPartitionListener> listeners,
        Telemetry telemetry,
        TimeProvider time,
        ILogger logger,
        Func<CancellationToken, Task> flushProduced)
    {
        (_consumer, _client, _flushProduced) = (consumer, client, flushProduced);
        var (permits, commits) = (new Permits(consumer.Options.MaxConcurrency), new CommitSignal(consumer.Options.CommitThreshold, client.Wake));
        _context = new WorkerContext(consumer, processor, permits, commits, client.CarriesMetadata, telemetry, time, logger, Fail);
        _assignment = new Assignment(client, _context);
        _listeners = new PartitionListeners(listeners, consumer, logger);
        _trouble = new TroubleReporter(_context);
        _subscription = new Subscription(consumer, SubscribeAnew);
        _topics = new TopicWatch(consumer, client, _trouble, time, _subscription);
        _connection = new ConnectionWatch(consumer, client, _trouble, time);
        _committer = new OffsetCommitter(client, _context, _trouble.Clear);
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
        _opening.Cancel();
        _client.Wake();
    }

    /// <summary>Logs every message in work: where it is and for how long. Any thread; for the moment before a forced end.</summary>
    public void ReportHung()
    {
        foreach (var (partition, offset, running) in _context.Permits.InWork().OrderByDescending(m => m.Running).Take(MostHungNamed))
        {
            _context.Logger.HungMessage(_consumer.Name, partition.Topic, partition.Partition, offset, running.TotalSeconds);
        }
    }

    void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions) => Guard(() =>
    {
        _trouble.Clear();
        _trouble.Assigned(partitions);
        _subscription.Assigned(partitions);
        _everAssigned |= partitions.Count > 0;
        if (_stopRequested) return;
        _ = OpenAsync(_assignment.Assign(partitions));
        _context.Telemetry.Rebalanced(_consumer.GroupId, "assigned", partitions.Count);
        _context.Logger.PartitionsAssigned(_consumer.Name, Named(partitions));
    });

    void IGroupEvents.Revoking(IReadOnlyList<TopicPartition> partitions) => Guard(() =>
    {
        // The only place where polling waits for user code, and it has a deadline.
        var started = Stopwatch.GetTimestamp();
        _subscription.Revoking();
        var timeout = TimeToDrain;
        var workers = _assignment.Drain(partitions, timeout, Serve);
        _context.Telemetry.DrainTook(_consumer.GroupId, Stopwatch.GetElapsedTime(started));
        _listeners.Revoking(workers, timeout - Stopwatch.GetElapsedTime(started), _ => Serve());
        _committer.CommitAll(() => workers, AtLeastCommitTime(timeout - Stopwatch.GetElapsedTime(started)), _client.ServeCommits);
        _assignment.Drop(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "revoked", partitions.Count);
        _context.Logger.PartitionsRevoked(_consumer.Name, Named(partitions), (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    });

    void IGroupEvents.Lost(IReadOnlyList<TopicPartition> partitions) => Guard(() =>
    {
        _subscription.Revoking();
        _listeners.Lost(_assignment.Drop(partitions));
        _context.Telemetry.Rebalanced(_consumer.GroupId, "lost", partitions.Count);
        _context.Logger.PartitionsLost(_consumer.Name, Named(partitions));
    });

    void IGroupEvents.Failed(Error error)
    {
        if (ClientErrors.WhyFatal(error, _everAssigned, _consumer) is not { } why)
        {
            if (_topics.Heard(error) || _trouble.Report(error) < ClientErrors.PatienceWith(error.Code)) return;
            why = ClientErrors.Explain(error, _consumer);
        }

        if (error.IsFatal) _membershipEnded = true;     // it means lost, and no event says so
        Fail(new KafkaRunnerException(why));
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
        Interlocked.CompareExchange(ref _failure, failure, null);
        RequestStop();
    }

    // Off the poll thread: asking takes its time, and polling must go on.
    private async Task OpenAsync(IReadOnlyList<PartitionWorker> workers)
    {
        try
        {
            var committed = await _client.CommittedAsync([.. workers.Select(w => w.Partition)], _opening.Token);
            if (!await _listeners.AssignedAsync(workers, _opening.Token)) return;
            foreach (var worker in workers) worker.Open(committed[worker.Partition]);
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
                _connection.Serve();
                if (_topics.Serve() && !_everAssigned) Fail(new KafkaRunnerException(ClientErrors.AllRefused(_consumer)));
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        try
        {
            End(StopInOrder());
        }
        catch (Exception exception)
        {
            _context.Logger.ConsumerFailed(exception, _consumer.Name);
            End(_assignment.Busy.Any() ? Abandon() : new RunResult(RunEnd.Failed, exception));
        }
    }

    private void SubscribeAnew(IReadOnlyList<string> topics)
    {
        try
        {
            _client.Subscribe(topics, this);
        }
        catch (KafkaException exception)
        {
            ((IGroupEvents)this).Failed(exception.Error);
        }
    }

    private void End(RunResult result)
    {
        _state = result.End == RunEnd.Stopped ? ConsumerState.Stopped : ConsumerState.Failed;
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
        _assignment.Stop();
        _context.Logger.ConsumerStopping(_consumer.Name, _assignment.InWork, options.ShutdownTimeout.TotalSeconds);
        if (!PollUntilQuiet(options.ShutdownTimeout))
        {
            _context.Logger.CancellationRequested(_consumer.Name, options.ShutdownTimeout.TotalSeconds, _assignment.InWork);
            _assignment.Cancel();
            if (!PollUntilQuiet(options.CancellationGrace)) return Abandon();
        }

        // What Process has produced comes before the offsets that say it is done.
        FlushProduced();

        // Commit while still a member: inside Close() a rebalance under way would refuse it.
        if (_membershipEnded)
        {
            GiveUpAll();
        }
        else
        {
            _listeners.Revoking(_assignment.Workers, TimeToDrain, Poll);
            _committer.CommitAll(() => _assignment.Workers, AtLeastCommitTime(TimeLeftToStop), Poll);
        }

        _client.Close();
        _assignment.Drop([.. _assignment.Workers.Select(w => w.Partition)]);
        _assignment.DisposeLeaving();
        _client.Dispose();
        _listeners.Finish(TimeLeftToStop);

        if (_failure is { } failure)
        {
            _context.Logger.ConsumerFailed(failure, _consumer.Name);
            return new RunResult(RunEnd.Failed, failure);
        }

        _context.Logger.ConsumerStopped(_consumer.Name);
        return new RunResult(RunEnd.Stopped);
    }

    private void GiveUpAll() => _listeners.Lost(_assignment.Drop([.. _assignment.Workers.Select(w => w.Partition)]));

    // A hung message still reads borrowed memory, so the client can be neither closed nor disposed. Its membership expires.
    private RunResult Abandon()
    {
        ReportHung();
        _client.Abandon();
        return new RunResult(RunEnd.Forced, _failure);
    }

    private bool PollUntilQuiet(TimeSpan timeout)
    {
        var started = Stopwatch.GetTimestamp();
        while (_assignment.Busy.Any())
        {
            if (Stopwatch.GetElapsedTime(started) >= timeout) return false;
            Poll(TimeSpan.FromMilliseconds(10));
            _assignment.DisposeLeaving();
            _committer.CommitIfDue(_assignment.Workers);
        }

        return true;
    }

    private void FlushProduced()
    {
        using var deadline = new CancellationTokenSource(LeastCommitTime);
        var flush = _flushProduced(deadline.Token);
        while (!flush.IsCompleted) Poll(TimeSpan.FromMilliseconds(10));
        if (!flush.IsCompletedSuccessfully) _context.Logger.FlushFailed(flush.Exception ?? (Exception)new TimeoutException(), _consumer.Name);
    }

    private static TimeSpan AtLeastCommitTime(TimeSpan left) => left > LeastCommitTime ? left : LeastCommitTime;
}
