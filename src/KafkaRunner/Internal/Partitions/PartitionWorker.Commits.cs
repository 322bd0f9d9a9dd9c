using System.Runtime.InteropServices;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What may be committed, and what waits for that.</summary>
internal sealed partial class PartitionWorker
{
    private readonly Queue<(long Number, PendingMessage Message)> _awaiting = new();    // finished; what is behind them begins when they are committed
    private Progress? _approved;    // what the consumer asked to be committed, where only that counts
    private long _approvedNumber;
    private Progress? _inFlight;    // what a commit that is under way says
    private long _committedOffset = -1;
    private int _committedEpoch = -1;
    private long _committedReach = -1;      // the offset after the last one that the group says is finished
    private long _committedCovered;         // how many messages that are, of those that have finished here

    /// <summary>Gets whether something may be committed that is not. Any thread.</summary>
    public bool HasNews => (IsManual && _isOpen ? Volatile.Read(ref _approvedNumber) : _offsets.Changes) > CommittedNumber;

    /// <summary>Gets what may be committed now, or null for nothing. A commit of it is then taken to be under way. Poll thread.</summary>
    /// <param name="ranges">A list to work with.</param>
    public Progress? BeginCommit(List<OffsetRange> ranges)
    {
        lock (_lock) return _inFlight = Committable(ranges);
    }

    /// <summary>Gets what the group does not say and will not, though it may be said; null for nothing.</summary>
    /// <param name="ranges">A list to work with.</param>
    /// <param name="finished">How many finished messages that are: none where only the beginning, or a log that went back, is not committed.</param>
    public Progress? Missing(List<OffsetRange> ranges, out long finished)
    {
        lock (_lock)
        {
            finished = 0;
            if (Committable(ranges) is not { } progress) return null;
            finished = Math.Max(0, progress.Finished - _committedCovered);
            // Behind a few markers nothing is amiss.
            return finished > 0 || (!_isOpen && HasNews) || progress.Offset < _committedOffset || _claimed > 0 ? progress : null;
        }
    }

    /// <summary>A commit has ended. Poll thread.</summary>
    /// <param name="taken">What the broker took, or null where it refused.</param>
    public void EndCommit(Progress? taken)
    {
        List<Permit> back = [];
        Permit? permit;
        bool mayRead;
        lock (_lock)
        {
            mayRead = taken is not null && (_awaiting.Count > 0 || !_isOpen);
            _inFlight = null;
            NoteClaims(taken);
            if (taken is { } progress)
            {
                CommittedNumber = progress.LacksMap ? progress.Number - 1 : progress.Number;
                (_committedOffset, _committedEpoch) = (progress.Offset, progress.LeaderEpoch);
                (_committedReach, _committedCovered, _isRefused) = (progress.Reach, progress.Covered, false);
                if (progress.Number >= _opensAt) _opensAt = 0;
                TryOpen();
                LetGoOn(progress);
                BeginCommitted(progress, back);
            }

            permit = AskForPermit();
        }

        if (_isGivenUp) ReportUnbegun(isLast: false);
        if (mayRead) Signal();
        permit?.Start();
        foreach (var other in back) other.Start();
        if (_isStopping) EndIfQuiet();
    }

    // Under the lock. Lanes whose last message is committed.
    private void LetGoOn(in Progress taken)
    {
        for (var count = _awaiting.Count; count > 0; count--)
        {
            var next = _awaiting.Dequeue();
            if (next.Number > taken.Number || next.Message.Offset >= taken.CoveredTo)
            {
                _awaiting.Enqueue(next);
                continue;
            }

            _lanes.Complete(next.Message);
            Return(next.Message);
        }
    }

    // Under the lock.
    private void Approve()
    {
        _approved = Snapshot([]);
        Volatile.Write(ref _approvedNumber, _approved?.Number ?? 0);
    }

    // Under the lock. The log went back to an offset: what lies above it must not stay committed, nor stand to be.
    private void TakeApprovalBack(long offset)
    {
        var asked = _approved is { } approved && approved.Offset <= offset ? _approved : null;
        if (asked is { } lower)
        {
            // Without what of its map is above the cut, and then without all of it.
            _approved = lower.Reach <= offset ? lower with { Number = _offsets.Changes } : ProgressAt(lower.Offset, lower.LeaderEpoch, []);
        }
        else
        {
            var (known, epoch, reach) = _inFlight is { } sent && sent.Offset > _committedOffset
                ? (sent.Offset, sent.LeaderEpoch, Math.Max(sent.Reach, _committedReach))
                : (_committedOffset, _committedEpoch, _committedReach);
            _approved = reach <= offset ? null : known < offset ? ProgressAt(known, epoch, []) : ProgressAt(offset, _offsets.EndLeaderEpoch, []);
        }

        Volatile.Write(ref _approvedNumber, _approved?.Number ?? 0);
    }

    // Under the lock.
    private Progress? Committable(List<OffsetRange> ranges)
    {
        // What was taken for at-most-once delivery when something failed here has perhaps not begun.
        if (IsAtMostOnce && _hasFailed) return null;
        return IsManual && _isOpen ? _approved : Snapshot(ranges);
    }

    // Under the lock.
    private Progress? Snapshot(List<OffsetRange> ranges)
    {
        var (offset, leaderEpoch) = _offsets.Next;
        if (offset < 0) return null;
        ranges.Clear();
        if (_context.Metadata.Length > 0) _offsets.CopyFinished(ranges);
        return ProgressAt(offset, leaderEpoch, ranges);
    }

    private Progress ProgressAt(long offset, int leaderEpoch, List<OffsetRange> ranges)
    {
        string? metadata = null;
        var coveredTo = offset;
        if (_context.Metadata.Length is > 0 and var length)
        {
            metadata = OffsetMap.Encode(
                offset, _topicId, _offsets.NewestFinishedEpoch, CollectionsMarshal.AsSpan(ranges), _partitions, length, out coveredTo);
        }

        var (finished, beyond) = (_offsets.FinishedCount, _offsets.FinishedBeyond);
        var leftOut = coveredTo == long.MaxValue ? 0
            : coveredTo <= offset ? beyond
            : ranges.Sum(range => Math.Max(0, range.End - Math.Max(range.First, coveredTo)));
        return new Progress(offset, leaderEpoch, metadata, _offsets.Changes)
        {
            CoveredTo = coveredTo,
            Reach = ranges.Count > 0 ? Math.Max(offset, Math.Min(ranges[^1].End, coveredTo)) : offset,
            Finished = finished,
            FinishedBeyond = beyond,
            Covered = finished - Math.Min(leftOut, finished),
        };
    }

    // Under the lock, once nothing more is begun. Offsets stay known, for the last commit.
    private void ReleaseWaiting()
    {
        for (var offset = _offsets.Lowest; offset is PendingMessage message; offset = offset.Higher) message.Slot.Release();
        foreach (var (_, message) in _awaiting) message.Slot.Release();
        _lanes.Remove(static _ => true, static message => message.Slot.Release());
    }
}
