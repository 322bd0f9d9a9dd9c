using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;
using KafkaRunner.Errors;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Reads one partition and has its messages processed in order. It runs on the thread pool when its source says that there is
/// something, never on two threads at once, and holds no thread while it waits.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal, and Stop may come late.")]
internal sealed class PartitionWorker : IThreadPoolWorkItem
{
    private const int Idle = 0, Running = 1, Signalled = 2;
    private const int LongestTurn = 8;

    private readonly WorkerContext _context;
    private readonly IPartitionSource _source;
    private readonly TelemetryTags _tags;
    private readonly MessagesInHand _hand;
    private readonly CancellationTokenSource _stop = new();     // no further message is begun
    private readonly CancellationTokenSource _cancel = new();   // the one in work is asked to end
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Running;                               // until Start
    private volatile bool _givenUp;
    private volatile bool _wasActive;                           // since the position was last looked at
    private volatile bool _positionWanted;
    private long _inWorkOffset = -1;
    private long _inWorkSince;

    public PartitionWorker(TopicPartition partition, IGroupClient client, WorkerContext context)
    {
        Partition = partition;
        _context = context;
        _tags = new TelemetryTags(context.Consumer.GroupId, partition);
        _hand = new MessagesInHand(partition, context.Consumer, context.Time, Signal);
        _source = client.Open(partition, Signal);
    }

    public TopicPartition Partition { get; }

    public OffsetTracker Offsets { get; } = new();

    /// <summary>Gets or sets the offset that the group is known to have committed; the committer's own note.</summary>
    public long CommittedOffset { get; set; } = -1;

    /// <summary>Gets a task that completes when the worker was stopped and has nothing in work or in hand any more.</summary>
    public Task Quiet => _quiet.Task;

    /// <summary>Gets the tags of this partition's measurements.</summary>
    public ref readonly TelemetryTags Tags => ref _tags;

    /// <summary>Gets the message in <c>Process</c> now, and for how long, or null.</summary>
    public (long Offset, TimeSpan Running)? InWork
    {
        get
        {
            var (offset, since) = (Volatile.Read(ref _inWorkOffset), Volatile.Read(ref _inWorkSince));
            return offset < 0 ? null : (offset, TimeSpan.FromMilliseconds(Environment.TickCount64 - since));
        }
    }

    /// <summary>Begins to read.</summary>
    public void Start()
    {
        Volatile.Write(ref _state, Idle);
        Signal();       // what arrived before
    }

    /// <summary>
    /// Has the worker look soon how far reading has come, if anything was read since the last time: the markers of transactions
    /// are read but not delivered, and the end of what is finished is behind them.
    /// </summary>
    public void WantPosition()
    {
        if (!_wasActive) return;
        _positionWanted = true;
        Signal();
    }

    /// <summary>Begins no further message. <see cref="Quiet"/> completes when the one in work is finished. May be called again.</summary>
    public void Stop()
    {
        _stop.Cancel();
        Signal();
    }

    /// <summary>Asks the message in work to end.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <summary>The partition is no longer ours: what still comes of the message in work does not count.</summary>
    public void GiveUp()
    {
        _givenUp = true;
        Stop();
        Cancel();
    }

    /// <summary>Gives the source back. Not before the partition was unassigned: what was fetched is discarded here.</summary>
    public void DisposeSource() => _source.Dispose();

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private void Signal()
    {
        if (Interlocked.Exchange(ref _state, Signalled) == Idle) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        try
        {
            for (var turns = 1; !_stop.IsCancellationRequested; turns++)
            {
                Volatile.Write(ref _state, Running);
                var read = _hand.Fill(_source);
                if (read > 0) _context.Telemetry.Consumed(_tags, read);
                if (_hand.IsReady)
                {
                    await ProcessInHandAsync();
                    if (_hand.WasFull || turns % LongestTurn == 0) await Task.Yield();      // other partitions get theirs
                }
                else if (read == 0)
                {
                    LookAtPosition();
                    _hand.WakeWhenDue();
                    if (Interlocked.CompareExchange(ref _state, Idle, Running) == Running) return;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            _context.Fail(exception);
        }

        _hand.Release();
        _quiet.TrySetResult();      // the state stays Running, so nothing schedules this worker again
    }

    private void LookAtPosition()
    {
        _wasActive = !_positionWanted;
        if (!_positionWanted || _hand.Count > 0) return;
        _positionWanted = false;
        Offsets.AdvanceTo(_source.Position());
    }

    private async ValueTask ProcessInHandAsync()
    {
        await _context.Permits.WaitAsync(_stop.Token);
        var permitted = true;
        try
        {
            _hand.Begin();
            while (_hand.Count > 0 && !_stop.IsCancellationRequested)
            {
                var outcome = await AttemptAsync();
                if (outcome.Finished > 0) Finish(outcome.Finished);
                if (outcome.Kind is OutcomeKind.Finished) continue;
                if (outcome.Kind is OutcomeKind.Cancelled) return;      // it stays unfinished, for whoever comes next
                if (outcome.Kind is OutcomeKind.Fatal)
                {
                    _stop.Cancel();
                    _context.Fail(outcome.Error!);
                    return;
                }

                // Whoever waits holds no permit and no borrowed memory.
                _context.Permits.Release();
                permitted = false;
                _hand.Detach();
                await PauseAsync(outcome);
                await _context.Permits.WaitAsync(_stop.Token);
                permitted = true;
            }

            _hand.Learn();
        }
        finally
        {
            if (permitted) _context.Permits.Release();
        }
    }

    private async ValueTask<Outcome> AttemptAsync()
    {
        Volatile.Write(ref _inWorkSince, Environment.TickCount64);
        Volatile.Write(ref _inWorkOffset, _hand.First.Offset);
        if (_hand.First.Attempt > 1) _context.Telemetry.Retried(_tags);
        var outcome = await _context.Processor.ProcessAsync(_hand.NextUnit, _tags, _cancel.Token);
        Volatile.Write(ref _inWorkOffset, -1);
        return outcome;
    }

    private void Finish(int messages)
    {
        var last = _hand[messages - 1];
        if (_givenUp)
        {
            _context.Telemetry.Late(_tags, messages);
            _context.Logger.LateOutcome(Partition.Topic, Partition.Partition, last.Offset);
        }
        else
        {
            Offsets.Finish(last.Offset, last.LeaderEpoch);
            _context.Telemetry.Processed(_tags, messages);
        }

        _hand.ReleaseFirst(messages);
    }

    private async Task PauseAsync(Outcome outcome)
    {
        var (message, options, error) = (_hand.First, _context.Consumer.Options, outcome.Error!);
        if (_givenUp) return;
        _context.Telemetry.Failed(_tags, error);
        if (outcome.Kind == OutcomeKind.Unreadable)
        {
            _context.Logger.PartitionHeld(
                Partition.Topic, Partition.Partition, message.Offset, _context.Processor.ValueTypeName, error.Message, _context.Consumer.Name, _context.Consumer.GroupId);
            await Task.Delay(Timeout.InfiniteTimeSpan, _context.Time, _stop.Token);
        }

        var delay = Backoff.Delay(options.RetryBackoff, options.MaxRetryBackoff, message.Attempt, Random.Shared.NextDouble());
        _context.Logger.RetryScheduled(error, Partition.Topic, Partition.Partition, message.Offset, delay.TotalSeconds, message.Attempt);
        await Task.Delay(delay, _context.Time, _stop.Token);
        _hand.BeginNextAttempt();
    }
}
