using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// At most once: what a permit has taken counts as finished, and begins when that is committed. So no more can be lost than may be in
/// work at once; and what never began is taken back, by one more commit, where there is time for it.
/// </summary>
internal sealed class AtMostOncePolicy(WorkerContext context, PartitionState state, LogLife log, Backlog backlog, CommitLedger ledger)
    : CommitPolicy(state, log, backlog, ledger)
{
    private readonly List<Permit> _announced = [];      // with what begins when it is committed
    private int _claimed;           // messages that never begin, though a commit that was sent says that they are finished
    private bool _isClaimTaken;     // by the broker
    private long _takenBackAt;      // the change that a commit must hold to say otherwise
    private bool _isRefused;        // the last commit was, and not in passing: one permit at a time tries again

    public override bool MayBegin => !(_isRefused && _announced.Count > 0);

    public override bool ClaimsTooMuch => _claimed > 0;

    public override (int Runs, int Messages) Announced => (_announced.Count, _announced.Sum(permit => permit.Run.Messages.Count));

    // What was announced may be unfinished again.
    public override (int Divides, long Span) ToBeMapped
    {
        get
        {
            if (_announced.Count == 0) return base.ToBeMapped;
            var lowest = Log.Tracker.Lowest?.Offset ?? long.MaxValue;
            var count = 0;
            foreach (var permit in _announced)
            {
                count += permit.Run.Messages.Count;
                foreach (var message in permit.Run.Messages) lowest = Math.Min(lowest, message.Offset);
            }

            return (Log.Tracker.Divides + count, Math.Max(Log.Tracker.End, Log.Tracker.Inherited.End) - lowest);
        }
    }

    public override int MostInSequence(int most) => 1;

    // Where the map may not hold all, only the lowest message can be committed before it begins.
    public override void Narrow(List<PendingMessage> messages)
    {
        if (context.Ordering == Ordering.Partition || messages.Count == 0) return;
        var (divides, span) = ToBeMapped;
        if (OffsetMap.Fits(divides, span, context.Metadata.Length)) return;
        for (var i = messages.Count - 1; i >= 0; i--) Backlog.PutBack(messages[i]);
        messages.Clear();
        if (Log.Tracker.Lowest is PendingMessage lowest && lowest.Lane.First == lowest) Backlog.TakeFirstOf(lowest.Lane, messages);
    }

    public override NextStep Take(Permit permit, bool isBatch)
    {
        foreach (var message in permit.Run.Messages)
        {
            Log.Tracker.Finish(message);
            message.Slot.Detach();      // how long the commit takes is not known
        }

        permit.Number = Log.Tracker.Changes;
        _announced.Add(permit);
        return NextStep.AwaitCommit;
    }

    public override void Finish(PendingMessage message)
    {
    }

    // What has begun is not tracked any more. The leader epoch alone decides, where a topic that was made anew would be known by its id.
    public override bool IsRepetition(PendingMessage message) => Log.TopicId is not null
        ? message.LeaderEpoch >= 0 && message.LeaderEpoch <= Log.Tracker.EndLeaderEpoch
        : base.IsRepetition(message);

    public override void GoBackTo(long offset)
    {
        foreach (var message in _announced.SelectMany(permit => permit.Run.Messages)) message.IsForgotten |= message.Offset >= offset;
    }

    // What was taken when something failed here has perhaps not begun.
    public override Progress? Committable(List<OffsetRange> ranges) => State.HasFailed ? null : base.Committable(ranges);

    public override void Ended(Progress? taken, List<Permit> back)
    {
        NoteClaims(taken);
        if (taken is not { } progress) return;
        _isRefused = false;
        for (var i = 0; i < _announced.Count; i++)
        {
            var permit = _announced[i];
            if (permit.Number > progress.Number) continue;
            _announced.RemoveAt(i--);
            back.Add(permit);
            var coveredTo = progress.CoveredTo;
            if (permit.Run.Messages.Exists(message => message.IsForgotten || message.Offset >= coveredTo)) Withdraw(permit);
            else permit.IsCommitted = true;
        }
    }

    public override Permit[] Withdraw()
    {
        if (_announced.Count == 0) return [];
        Permit[] all = [.. _announced];
        _announced.Clear();
        var sent = Ledger.InFlight?.Number ?? -1;
        Claim(all.Where(permit => permit.Number <= sent).Sum(permit => permit.Run.Messages.Count));
        foreach (var permit in all) Withdraw(permit);
        return all;
    }

    public override bool TryResume(Permit permit)
    {
        lock (State.Lock)
        {
            permit.IsCommitted = false;
            if (!State.IsGivenUp && !State.Cancelled.IsCancellationRequested)
            {
                permit.Run.Begin(isSequence: false);
                return true;
            }

            Claim(permit.Run.Messages.Count);
            _isClaimTaken = true;
            Withdraw(permit);
        }

        if (State.IsGivenUp) ReportUnbegun(isLast: false);
        if (State.IsStopping) State.EndIfQuiet();
        return false;
    }

    // What has begun must stay committed: where the map was too long the offset alone would not do.
    public override bool TryTakeBack(bool isRefused)
    {
        if (!State.IsOpen) return false;
        Permit[] withdrawn;
        lock (State.Lock)
        {
            _isRefused = isRefused;
            withdrawn = Withdraw();
        }

        foreach (var permit in withdrawn) permit.Start();
        return true;
    }

    public override void ReportUnbegun(bool isLast)
    {
        int lost;
        lock (State.Lock)
        {
            if (Ledger.InFlight is not null && !_isClaimTaken && !isLast) return;     // it may be refused
            (lost, _claimed) = (_claimed, 0);
        }

        if (lost == 0) return;
        context.Telemetry.Lost(State.Tags, lost);
        context.Logger.LostUnbegun(State.Partition.Topic, State.Partition.Partition, lost);
    }

    // What was announced and has not begun waits again.
    private void Withdraw(Permit permit)
    {
        var messages = permit.Run.Messages;
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (!messages[i].IsForgotten) Log.Tracker.Restore(messages[i]);
            Backlog.PutBack(messages[i]);
        }

        messages.Clear();
        Backlog.EndWork(permit.Run);
    }

    // Before it is withdrawn.
    private void Claim(int messages)
    {
        if (messages == 0) return;
        _claimed += messages;
        _takenBackAt = Log.Tracker.Changes + 1;
    }

    private void NoteClaims(Progress? taken)
    {
        if (_claimed == 0) return;
        if (taken is { } progress && progress.Number < _takenBackAt) _isClaimTaken = true;
        else if (taken is not null || !_isClaimTaken) _claimed = 0;
    }
}
