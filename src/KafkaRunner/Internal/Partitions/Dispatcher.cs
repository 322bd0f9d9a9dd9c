using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Has what is next of a partition processed, as permits come for it, and takes back what came of it.</summary>
internal sealed class Dispatcher(
    PartitionState state, WorkerContext context, Backlog backlog, CommitPolicy policy, RunsInWork runs, Admission admission, PartitionReader reader)
{
    private const int LongestSequence = 256;

    private readonly Aftermath _aftermath = new(state, context, backlog);
    private readonly ConsumerOptions _options = context.Consumer.Options;
    private readonly bool _isBatch = context.Consumer.IsBatch;
    private readonly bool _worksMeanwhile = context.Ordering != Ordering.Partition;
    private int _sequenceLength = 1;    // of the next one: long while handlers complete at once
    private bool _isStarting;           // a permit is on its way here

    public TopicPartition Partition => state.Partition;

    /// <summary>Gets or sets whether it waits for a permit; the permits' own note, under their lock.</summary>
    public bool IsInLine { get; set; }

    private bool MayBegin => state.IsOpen && !state.IsStopping && !state.IsPaused && policy.MayBegin;

    /// <summary>Takes what is next, if there is anything. Reads where nothing is in hand.</summary>
    /// <param name="permit">Who is to work.</param>
    /// <param name="isFirst">Whether it was started for this partition.</param>
    public NextStep TryTake(Permit permit, bool isFirst = false)
    {
        do
        {
            NextStep taken;
            Permit? another;
            lock (state.Lock)
            {
                if (isFirst) _isStarting = isFirst = false;
                if (!MayBegin || !TakeReady(permit.Run.Messages)) continue;
                backlog.BeginWork(permit.Run);
                taken = policy.Take(permit, _isBatch);
                if (permit.Run.IsSequence) runs.Add(permit.Run);
                another = AskForPermit();
                // Nothing waits, and the source may not say again that it has more: let somebody read while this is in work.
                if (another is null && _worksMeanwhile && reader.WantsMore()) state.Signal();
            }

            another?.Start();
            if (taken == NextStep.AwaitCommit) context.CommitSignal.Set();
            return taken;
        }
        while (reader.TryRead(ranOut: true));
        if (_isBatch) state.ArmTimer();
        return NextStep.Rest;
    }

    /// <inheritdoc cref="CommitPolicy.TryResume"/>
    public bool TryResume(Permit permit) => policy.TryResume(permit);

    /// <summary>
    /// Makes an attempt at what was taken. In a sequence one attempt follows the other, without a lock, as long as each finishes its message at
    /// once; the last one is returned.
    /// </summary>
    /// <param name="permit">Who works.</param>
    /// <param name="turnEnds">When a sequence is to end, in <see cref="EngineRuntime.Milliseconds"/>.</param>
    public ValueTask<Outcome> AttemptAsync(Permit permit, long turnEnds)
    {
        using var held = context.Runtime.EnterHandler(permit);
        return AttemptSequenceAsync(permit, turnEnds);
    }

    /// <summary>Takes back what was taken, with what came of it.</summary>
    public void Complete(Permit permit, in Outcome outcome)
    {
        var run = permit.Run;
        if (outcome.Kind != OutcomeKind.Finished) runs.End(run);
        if (outcome.Kind == OutcomeKind.Fatal)
        {
            context.Fail(outcome.Error!);
            state.Stop();
        }

        var rest = outcome.Kind == OutcomeKind.Finished ? null : _aftermath.Decide(run.Messages, outcome);
        var isCommitAsked = false;
        run.ReleaseFinished();
        foreach (var message in run.InWork)
        {
            isCommitAsked |= outcome.Kind == OutcomeKind.Finished && message.Slot.IsCommitRequested;
            message.Slot.Release();
        }

        var finished = run.Finished + run.InWork.Length;
        runs.Measure(finished, run);
        lock (state.Lock)
        {
            backlog.EndWork(run);
            runs.EndLocked(run);
            foreach (var message in run.Messages)
            {
                runs.Finish(message);
                policy.LeaveLane(message);
            }

            if (rest is not null) _aftermath.SeeTo(rest);
            if (isCommitAsked && !state.IsGivenUp) policy.Asked();
        }

        if (isCommitAsked || policy.IsCommitWanted) context.CommitSignal.Set();
        else context.CommitSignal.AddFinished(finished);
        run.End();
        if (state.IsStopping) state.EndIfQuiet();
    }

    /// <summary>A permit's loop has failed; none of its messages is in <c>Process</c> any more. Those that are not finished stay so.</summary>
    public void Abort(Permit permit, Exception exception)
    {
        state.Fail(exception);
        lock (state.Lock)
        {
            runs.Remove(permit.Run);
            if (permit.Run.IsAtWork) backlog.EndWork(permit.Run);
        }

        permit.Run.End();
        if (state.IsStopping) state.EndIfQuiet();
    }

    /// <summary>Gets a permit where something may begin and none is on its way. Under the lock.</summary>
    public Permit? AskForPermit()
    {
        if (_isStarting || IsInLine || !MayBegin || !(backlog.IsRetryDue || (_isBatch ? IsBatchReady : backlog.Ready > 0))) return null;
        var permit = context.Permits.Take(this);
        _isStarting = permit is not null;
        return permit;
    }

    /// <summary>Gets when to look again whether something may begin; <see cref="long.MaxValue"/> where that is not about time. Under the lock.</summary>
    public long NextDue(long now)
    {
        if (state.IsPaused) return long.MaxValue;
        var due = backlog.NextRetry;
        return _isBatch && backlog.Available > 0 && !IsInLine && !_isStarting ? Math.Min(due, BatchDue(now)) : due;
    }

    /// <summary>Tells of a handler that holds its thread, the first of its consumer. The line is written on the pool: whoever keeps it may wait.</summary>
    /// <param name="offset">Where it is.</param>
    /// <param name="running">For how long.</param>
    public void NameBlocking(long offset, TimeSpan running)
    {
        if (!context.TryNameBlocking()) return;
        context.Runtime.Queue(() => context.Logger.HandlerBlocks(Partition.Topic, Partition.Partition, offset, context.Consumer.Name, running.TotalSeconds));
    }

    // A batch that cannot become larger is full.
    private bool IsBatchReady
    {
        get
        {
            if (backlog.Available == 0) return false;
            if (backlog.Available >= _options.BatchSize || admission.IsFull) return true;
            var now = context.Time.GetTimestamp();
            return now >= BatchDue(now);
        }
    }

    // Under the lock.
    private bool TakeReady(List<PendingMessage> messages)
    {
        if (!backlog.TryTakeRetry(messages))
        {
            if (!_isBatch) backlog.TakeRun(messages, policy.MostInSequence(_sequenceLength));
            else if (IsBatchReady) backlog.TakeBatch(messages, _options.BatchSize);
        }

        if (messages.Count > 0) policy.Narrow(messages);
        return messages.Count > 0;
    }

    private long BatchDue(long now) => context.After(backlog.AvailableSince(now), _options.BatchWait);

    private ValueTask<Outcome> AttemptSequenceAsync(Permit permit, long turnEnds)
    {
        var run = permit.Run;
        while (true)
        {
            permit.Ambient.Restore();
            var message = run.InWork[0];
            if (message.Slot.Attempt > 1) context.Telemetry.Retried(state.Tags);
            var attempt = context.Processor.ProcessAsync(run.Slots, state.Tags, state.Cancelled);
            if (!attempt.IsCompletedSuccessfully)
            {
                _sequenceLength = 1;
                try
                {
                    runs.End(run);
                    return attempt;
                }
                catch (Exception exception)
                {
                    state.Fail(exception);
                    return AfterFailure(attempt, exception);
                }
            }

            if (!run.HasNext)
            {
                _sequenceLength = Math.Min(LongestSequence, run.Messages.Count * 2);
                return attempt;
            }

            var outcome = attempt.Result;
            var mayGoOn = outcome.Kind == OutcomeKind.Finished && !message.Slot.IsCommitRequested && !state.IsStopping && !message.IsForgotten;
            if (!mayGoOn || run.Since >= turnEnds) return new ValueTask<Outcome>(outcome);
            message.Slot.Invalidate();
            run.GoOn();
        }
    }

    // What is in Process reads memory that is lent to it, whatever went wrong here.
    private static async ValueTask<Outcome> AfterFailure(ValueTask<Outcome> attempt, Exception exception)
    {
        await attempt.ConfigureAwait(false);
        return new Outcome(OutcomeKind.Fatal, 0, exception);
    }
}
