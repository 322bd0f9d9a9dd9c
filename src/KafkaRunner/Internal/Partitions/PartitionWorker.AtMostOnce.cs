using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// At most once: what a permit has taken counts as finished, and begins when that is committed. So no more can be lost than may be in
/// work at once; and what never began is taken back, by one more commit, where there is time for it.
/// </summary>
internal sealed partial class PartitionWorker
{
    private readonly List<Permit> _announced = [];      // with what begins when it is committed
    private int _claimed;           // messages that never begin, though a commit that was sent says that they are finished
    private bool _isClaimTaken;     // by the broker
    private long _takenBackAt;      // the change that a commit must hold to say otherwise
    private bool _isRefused;        // the last commit was, and not in passing: one permit at a time tries again

    private bool IsAtMostOnce => _context.Consumer.Options.DeliveryGuarantee == DeliveryGuarantee.AtMostOnce;

    /// <summary>What a permit holds is committed. Begins it, unless nobody may any more.</summary>
    public bool TryResume(Permit permit)
    {
        lock (_lock)
        {
            permit.IsCommitted = false;
            if (!_isGivenUp && !_cancel.IsCancellationRequested)
            {
                permit.Begin(isRun: false);
                return true;
            }

            Claim(permit.Messages.Count);
            _isClaimTaken = true;
            Withdraw(permit);
        }

        if (_isGivenUp) ReportUnbegun(isLast: false);
        if (_isStopping) EndIfQuiet();
        return false;
    }

    /// <summary>
    /// A commit was refused, and not in passing. What it was made for is taken back, so that it keeps no permit from others. And what has begun
    /// must stay committed: where the map was too long the offset alone would not do.
    /// </summary>
    /// <param name="isRefused">Whether the same will be refused again.</param>
    /// <returns>False where nothing has begun yet, or may be repeated.</returns>
    public bool TryTakeBack(bool isRefused)
    {
        if (!IsAtMostOnce || !_isOpen) return false;
        Permit[] withdrawn;
        lock (_lock)
        {
            _isRefused = isRefused;
            withdrawn = WithdrawAll();
        }

        foreach (var permit in withdrawn) permit.Start();
        return true;
    }

    /// <summary>Tells of what is committed and will never begin, once. Any thread.</summary>
    /// <param name="isLast">Whether the result of a commit that is under way is not waited for.</param>
    public void ReportUnbegun(bool isLast)
    {
        int lost;
        lock (_lock)
        {
            if (_inFlight is not null && !_isClaimTaken && !isLast) return;     // it may be refused
            (lost, _claimed) = (_claimed, 0);
        }

        if (lost == 0) return;
        _context.Telemetry.Lost(_tags, lost);
        _context.Logger.LostUnbegun(Partition.Topic, Partition.Partition, lost);
    }

    // Under the lock.
    private void Announce(Permit permit)
    {
        foreach (var message in permit.Messages)
        {
            _offsets.Finish(message);
            message.Slot.Detach();      // how long the commit takes is not known
        }

        permit.Number = _offsets.Changes;
        _announced.Add(permit);
    }

    /// <summary>Under the lock. What was announced before a commit was made may begin.</summary>
    /// <param name="taken">What the broker took.</param>
    /// <param name="back">Gets the permits that go back to work.</param>
    private void BeginCommitted(in Progress taken, List<Permit> back)
    {
        for (var i = 0; i < _announced.Count; i++)
        {
            var permit = _announced[i];
            if (permit.Number > taken.Number) continue;
            _announced.RemoveAt(i--);
            back.Add(permit);
            var coveredTo = taken.CoveredTo;
            if (permit.Messages.Exists(message => message.IsForgotten || message.Offset >= coveredTo)) Withdraw(permit);
            else permit.IsCommitted = true;
        }
    }

    // Under the lock. What was announced and has not begun waits again.
    private void Withdraw(Permit permit)
    {
        for (var i = permit.Messages.Count - 1; i >= 0; i--)
        {
            var message = permit.Messages[i];
            if (message.IsForgotten)
            {
                DiscardTaken(message);
                continue;
            }

            _offsets.Restore(message);
            _lanes.PutBack(message);
        }

        permit.Messages.Clear();
        Uncount(permit);
    }

    // Under the lock.
    private Permit[] WithdrawAll()
    {
        if (_announced.Count == 0) return [];
        Permit[] all = [.. _announced];
        _announced.Clear();
        var sent = _inFlight?.Number ?? -1;
        Claim(all.Where(permit => permit.Number <= sent).Sum(permit => permit.Messages.Count));
        foreach (var permit in all) Withdraw(permit);
        return all;
    }

    // Under the lock, before it is withdrawn.
    private void Claim(int messages)
    {
        if (messages == 0) return;
        _claimed += messages;
        _takenBackAt = _offsets.Changes + 1;
    }

    // Under the lock. A commit has ended.
    private void NoteClaims(Progress? taken)
    {
        if (_claimed == 0) return;
        if (taken is { } progress && progress.Number < _takenBackAt) _isClaimTaken = true;
        else if (taken is not null || !_isClaimTaken) _claimed = 0;
    }

    /// <summary>Under the lock. Where the map may not hold all, only the lowest message can be committed before it begins.</summary>
    private void KeepToTheLowest(List<PendingMessage> messages)
    {
        if (_ordering == Ordering.Partition) return;
        var (divides, span) = ToBeMapped;
        if (OffsetMap.Fits(divides, span, _context.Metadata.Length)) return;
        for (var i = messages.Count - 1; i >= 0; i--) _lanes.PutBack(messages[i]);
        messages.Clear();
        if (_offsets.Lowest is PendingMessage lowest && lowest.Lane.First == lowest) _lanes.TakeFirstOf(lowest.Lane, messages);
    }

    /// <summary>Under the lock. Gets what a map may have to say: see <see cref="OffsetMap.Fits"/>. What was announced may be unfinished again.</summary>
    private (int Divides, long Span) ToBeMapped
    {
        get
        {
            if (_announced.Count == 0) return (_offsets.Divides, _offsets.Span);
            var lowest = _offsets.Lowest?.Offset ?? long.MaxValue;
            var count = 0;
            foreach (var permit in _announced)
            {
                count += permit.Messages.Count;
                foreach (var message in permit.Messages) lowest = Math.Min(lowest, message.Offset);
            }

            return (_offsets.Divides + count, Math.Max(_offsets.End, _offsets.Inherited.End) - lowest);
        }
    }
}
