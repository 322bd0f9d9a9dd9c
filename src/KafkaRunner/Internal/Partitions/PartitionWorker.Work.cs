using KafkaRunner.Diagnostics;
using KafkaRunner.Errors;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Work: what is next, and what came of it.</summary>
internal sealed partial class PartitionWorker
{
    private const int LongestRun = 256;

    private readonly PriorityQueue<Retry, long> _retries = new();       // by when they are due
    private readonly Queue<Retry> _due = new();
    private readonly List<PendingMessage> _held = [];                   // cannot be read: their lanes wait with them
    private readonly List<Permit> _runs = [];
    private int _runLength = 1;     // of the next one: long while handlers complete at once
    private int _inWork;
    private bool _isStarting;       // a permit is on its way here

    private bool IsBatch => _context.Consumer.IsBatch;

    private bool MayWorkMeanwhile => _ordering != Ordering.Partition;

    private bool IsEachCommitted => _context.Consumer.Options.CommitMode == CommitMode.EachMessage && !IsAtMostOnce;

    private bool IsManual => _context.Consumer.Options.CommitMode == CommitMode.Manual;

    private bool MayBegin => _isOpen && !_isStopping && !(_isRefused && _announced.Count > 0);

    /// <summary>Takes what is next, if there is anything. Reads where nothing is in hand.</summary>
    /// <param name="permit">Who is to work.</param>
    /// <param name="isFirst">Whether it was started for this worker.</param>
    public Taken TryTake(Permit permit, bool isFirst = false)
    {
        do
        {
            Permit? another;
            lock (_lock)
            {
                if (isFirst) _isStarting = isFirst = false;
                if (!MayBegin || !TakeReady(permit.Messages)) continue;
                permit.IsCounted = true;
                _inWork++;
                if (IsAtMostOnce) Announce(permit);
                else permit.Begin(isRun: !IsBatch && permit.Messages.Count > 1);
                if (permit.IsRun) _runs.Add(permit);
                another = AskForPermit();
                // Nothing waits, and the source may not say again that it has more: let somebody read while this is in work.
                if (another is null && MayWorkMeanwhile && _mayHaveMore && Wanted() > 0) Signal();
            }

            another?.Start();
            if (!IsAtMostOnce) return Taken.Work;
            _context.Commits.Set();
            return Taken.Commit;
        }
        while (TryRead(ranOut: true));
        if (IsBatch) ArmTimer();
        return Taken.Nothing;
    }

    /// <summary>A permit's loop has failed; none of its messages is in <c>Process</c> any more. Those that are not finished stay so.</summary>
    public void Abort(Permit permit, Exception exception)
    {
        Fail(exception);
        lock (_lock)
        {
            _runs.Remove(permit);
            if (permit.IsCounted) Uncount(permit);
        }

        permit.End();
        if (_isStopping) EndIfQuiet();
    }

    /// <summary>
    /// Makes an attempt at what was taken. In a run one attempt follows the other, without a lock, as long as each finishes its message at
    /// once; the last one is returned.
    /// </summary>
    /// <param name="permit">Who works.</param>
    /// <param name="turnEnds">When a run is to end, as <see cref="Environment.TickCount64"/>.</param>
    public ValueTask<Outcome> AttemptAsync(Permit permit, long turnEnds)
    {
        var thread = HandlerThread.Current;
        var outer = thread.Enter(permit);
        EngineThreads.Watch.Begin();
        try
        {
            return AttemptRunAsync(permit, turnEnds);
        }
        finally
        {
            thread.Leave(outer);
        }
    }

    private ValueTask<Outcome> AttemptRunAsync(Permit permit, long turnEnds)
    {
        while (true)
        {
            permit.Ambient.Restore();
            var message = permit.InWork[0];
            if (message.Slot.Attempt > 1) _context.Telemetry.Retried(_tags);
            var attempt = _context.Processor.ProcessAsync(permit.Slots, _tags, _cancel.Token);
            if (!attempt.IsCompletedSuccessfully)
            {
                _runLength = 1;
                try
                {
                    EndRun(permit);
                    return attempt;
                }
                catch (Exception exception)
                {
                    Fail(exception);
                    return AfterFailure(attempt, exception);
                }
            }

            if (!permit.HasNext)
            {
                _runLength = Math.Min(LongestRun, permit.Messages.Count * 2);
                return attempt;
            }

            var outcome = attempt.Result;
            var mayGoOn = outcome.Kind == OutcomeKind.Finished && !message.Slot.IsCommitRequested && !_isStopping && !message.IsForgotten;
            if (!mayGoOn || permit.Since >= turnEnds) return new ValueTask<Outcome>(outcome);
            message.Slot.Invalidate();
            permit.GoOn();
        }
    }

    // What is in Process reads memory that is lent to it, whatever went wrong here.
    private static async ValueTask<Outcome> AfterFailure(ValueTask<Outcome> attempt, Exception exception)
    {
        await attempt.ConfigureAwait(false);
        return new Outcome(OutcomeKind.Fatal, 0, exception);
    }

    /// <summary>Takes back what was taken, with what came of it.</summary>
    public void Complete(Permit permit, in Outcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Finished) EndRun(permit);
        var messages = permit.Messages;
        if (outcome.Kind == OutcomeKind.Fatal)
        {
            _context.Fail(outcome.Error!);
            Stop();
        }

        var rest = outcome.Kind == OutcomeKind.Finished ? null : SplitOff(messages, outcome);
        var isCommitWanted = false;
        permit.ReleaseFinished();
        foreach (var message in permit.InWork)
        {
            isCommitWanted |= outcome.Kind == OutcomeKind.Finished && message.Slot.IsCommitRequested;
            message.Slot.Release();
        }

        var finished = permit.Finished + permit.InWork.Length;
        Count(finished, permit);
        var due = rest is null ? 0 : Plan(rest, outcome);
        lock (_lock)
        {
            Uncount(permit);
            Settle(permit);
            foreach (var message in messages)
            {
                Finish(message);
                LeaveLane(message);
            }

            if (rest is not null) SetAside(rest, outcome.Kind, due);
            if (isCommitWanted && IsManual && !_isGivenUp) Approve();
        }

        if (isCommitWanted || _awaiting.Count > 0) _context.Commits.Set();
        else _context.Commits.Count(finished);
        permit.End();
        if (_isStopping) EndIfQuiet();
    }

    // Under the lock.
    private void Uncount(Permit permit)
    {
        _inWork--;
        permit.IsCounted = false;
    }

    /// <summary>Takes note of what is finished of runs that are under way: a handler may block the thread of one. Any thread.</summary>
    public void NoteRuns()
    {
        lock (_lock)
        {
            foreach (var permit in _runs) NoteRun(permit);
        }
    }

    private void EndRun(Permit permit)
    {
        if (!permit.IsRun) return;
        Count(permit.Finished, permit);
        _context.Commits.Count(permit.Finished);
        permit.ReleaseFinished();
        lock (_lock) Settle(permit);
    }

    // Under the lock. What was taken and not begun waits again.
    private void Settle(Permit permit)
    {
        if (!permit.IsRun) return;
        NoteRun(permit);
        for (var i = 0; i < permit.Finished; i++) LeaveLane(permit.Messages[i]);
        for (var i = permit.Messages.Count - 1; i > permit.Finished; i--)
        {
            var message = permit.Messages[i];
            message.InWorkSince = 0;
            if (message.IsForgotten) DiscardTaken(message);
            else _lanes.PutBack(message);
        }

        permit.EndRun();
        _runs.Remove(permit);
    }

    // Under the lock.
    private void NoteRun(Permit permit)
    {
        for (var finished = permit.Finished; permit.Told < finished; permit.Told++) Finish(permit.Messages[permit.Told]);
    }

    // Under the lock.
    private bool TakeReady(List<PendingMessage> messages)
    {
        if (_due.TryDequeue(out var retry))
        {
            messages.AddRange(retry.Messages);
            foreach (var message in messages) message.Slot.Attempt++;
        }
        else if (!IsBatch)
        {
            _lanes.TakeRun(messages, IsEachCommitted || IsAtMostOnce ? 1 : _runLength);
        }
        else
        {
            if (!IsBatchReady) return false;
            _lanes.Take(messages, _context.Consumer.Options.BatchSize);
        }

        if (IsAtMostOnce && messages.Count > 0) KeepToTheLowest(messages);
        return messages.Count > 0;
    }

    // Under the lock.
    private Permit? AskForPermit()
    {
        if (_isStarting || IsInLine || !MayBegin || !(_due.Count > 0 || (IsBatch ? IsBatchReady : _lanes.Ready > 0))) return null;
        var permit = _context.Permits.Take(this);
        _isStarting = permit is not null;
        return permit;
    }

    // Under the lock. A batch that cannot become larger is full.
    private bool IsBatchReady
    {
        get
        {
            if (_lanes.Available == 0) return false;
            if (_lanes.Available >= _context.Consumer.Options.BatchSize || _isFull) return true;
            var now = _context.Time.GetTimestamp();
            return now >= BatchDue(now);
        }
    }

    private long BatchDue(long now) => After(_lanes.AvailableSince(now), _context.Consumer.Options.BatchWait);

    private long After(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * _context.Time.TimestampFrequency);

    // Under the lock.
    private void Finish(PendingMessage message)
    {
        _heldBytes -= message.Bytes;
        var counts = !message.IsForgotten && !_isGivenUp;
        if (counts && !IsAtMostOnce) _offsets.Finish(message);
    }

    // Under the lock. With a commit for each message its lane waits for that.
    private void LeaveLane(PendingMessage message)
    {
        if (IsEachCommitted && !message.IsForgotten && !_isGivenUp)
        {
            _awaiting.Enqueue((_offsets.Changes, message));
            return;
        }

        _lanes.Complete(message);
        Return(message);
    }

    /// <summary>Takes those out of a list that are not finished.</summary>
    private List<PendingMessage>? SplitOff(List<PendingMessage> messages, in Outcome outcome)
    {
        if (IsAtMostOnce)
        {
            var failed = messages[outcome.Finished];
            var lost = messages.Skip(outcome.Finished).Count(message => !message.Slot.IsMarkedProcessed);
            if (outcome.Kind is OutcomeKind.Failed or OutcomeKind.Unreadable) _context.Telemetry.Failed(_tags, outcome.Error!);
            _context.Telemetry.Lost(_tags, lost);
            _context.Logger.FailedAtMostOnce(outcome.Error!, Partition.Topic, Partition.Partition, failed.Offset, lost);
            return null;
        }

        var rest = messages[outcome.Finished..];
        messages.RemoveRange(outcome.Finished, rest.Count);
        for (var i = rest.Count - 1; i >= 0; i--)
        {
            if (!rest[i].Slot.IsMarkedProcessed) continue;
            messages.Add(rest[i]);
            rest.RemoveAt(i);
        }

        if (rest.Count > 0) return rest;
        if (outcome.Kind == OutcomeKind.Failed) _context.Logger.FailedWhenProcessed(outcome.Error!, Partition.Topic, Partition.Partition, messages[0].Offset);
        return null;
    }

    /// <summary>Tells of a failure, and gives borrowed memory back. Gets when the next attempt is due.</summary>
    private long Plan(List<PendingMessage> rest, in Outcome outcome)
    {
        if (outcome.Kind is OutcomeKind.Cancelled or OutcomeKind.Fatal || _isGivenUp) return long.MaxValue;      // unfinished, for whoever comes next
        foreach (var message in rest)
        {
            message.Slot.Invalidate();
            message.Slot.Detach();
        }

        var (first, options, error) = (rest[0], _context.Consumer.Options, outcome.Error!);
        _context.Telemetry.Failed(_tags, error);
        if (outcome.Kind == OutcomeKind.Unreadable)
        {
            _context.Logger.LaneHeld(
                Partition.Topic, Partition.Partition, first.Offset, _context.Processor.ValueTypeName, error.Message, _context.Consumer.Name, _context.Consumer.GroupId);
            return long.MaxValue;
        }

        var delay = Backoff.Delay(options.RetryBackoff, options.MaxRetryBackoff, first.Slot.Attempt, Random.Shared.NextDouble());
        _context.Logger.RetryScheduled(error, Partition.Topic, Partition.Partition, first.Offset, delay.TotalSeconds, first.Slot.Attempt);
        return After(_context.Time.GetTimestamp(), delay);
    }

    // Under the lock.
    private void SetAside(List<PendingMessage> rest, OutcomeKind kind, long due)
    {
        foreach (var message in rest)
        {
            message.InWorkSince = 0;
            if (message.IsForgotten) DiscardTaken(message);
        }

        rest.RemoveAll(static message => message.IsForgotten);
        if (rest.Count == 0) return;
        if (kind == OutcomeKind.Unreadable)
        {
            // It stays where it is and holds its lane up; what was only in the same batch waits in its own.
            _held.Add(rest[0]);
            for (var i = rest.Count - 1; i > 0; i--) _lanes.PutBack(rest[i]);
        }
        else if (kind == OutcomeKind.Failed)
        {
            _retries.Enqueue(new Retry([.. rest]), due);
            Signal();       // arms the timer
        }
    }

    // Under the lock.
    private void DiscardTaken(PendingMessage message)
    {
        _lanes.Complete(message);
        Discard(message);
    }

    private void TakeDueRetries()
    {
        lock (_lock)
        {
            var now = _context.Time.GetTimestamp();
            while (_retries.TryPeek(out var retry, out var due) && due <= now)
            {
                _retries.Dequeue();
                _due.Enqueue(retry);
            }
        }
    }

    private void Count(int finished, Permit permit)
    {
        if (finished == 0) return;
        if (!_isGivenUp)
        {
            _context.Telemetry.Processed(_tags, finished);
            return;
        }

        _context.Telemetry.Late(_tags, finished);
        _context.Logger.LateOutcome(Partition.Topic, Partition.Partition, permit.InWork[^1].Offset, _context.Consequence);
    }
}
