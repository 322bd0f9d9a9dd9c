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
    private long _committedFinished;

    /// <summary>Gets whether something may be committed that is not. Any thread.</summary>
    public bool HasNews => (IsManual && _isOpen ? Volatile.Read(ref _approvedNumber) : _offsets.Changes) > CommittedNumber;

    /// <summary>Gets what may be committed now, or null for nothing. A commit of it is then taken to be under way. Poll thread.</summary>
    /// <param name="ranges">A list to work with.</param>
    public Progress? BeginCommit(List<OffsetRange> ranges)
    {
        lock (_lock) return _inFlight = Committable(ranges);
    }

    /// <summary>Gets what will not be committed any more, though it may be; null for nothing.</summary>
    /// <param name="ranges">A list to work with.</param>
    /// <param name="finished">How many finished messages that are.</param>
    public Progress? Missing(List<OffsetRange> ranges, out long finished)
    {
        lock (_lock)
        {
            finished = 0;
            if (Committable(ranges) is not { } progress) return null;
            finished = progress.Finished - _committedFinished;
            // Behind a few markers nothing is amiss.
            return finished > 0 || !_isOpen || progress.Offset < _committedOffset ? progress : null;
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
                (_committedOffset, _committedFinished) = (progress.Offset, progress.Finished);
                if (!_isOpen && _opensAt > 0 && progress.Number >= _opensAt) _isOpen = true;
                LetGoOn(progress);
                BeginCommitted(progress, back);
            }

            permit = AskForPermit();
        }

        if (mayRead) Signal();
        permit?.Start();
        foreach (var other in back) other.Start();
        if (_isStopping) EndIfQuiet();
    }

    // Under the lock. Lanes whose last message is committed.
    private void LetGoOn(in Progress taken)
    {
        while (_awaiting.TryPeek(out var next) && next.Number <= taken.Number && next.Message.Offset < taken.CoveredTo)
        {
            _awaiting.Dequeue();
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

    // Under the lock. The log went back to an offset: what lies above it must not stay committed, or stand to be.
    private void TakeApprovalBack(long offset)
    {
        var said = Math.Max(_committedOffset, _inFlight?.Offset ?? -1);
        _approved = said > offset ? ProgressAt(offset, _offsets.EndLeaderEpoch, []) : null;
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

        return new Progress(offset, leaderEpoch, metadata, _offsets.Changes, _offsets.FinishedCount, coveredTo);
    }

    // Under the lock, once nothing more is begun. Offsets stay known, for the last commit.
    private void ReleaseWaiting()
    {
        for (var offset = _offsets.Lowest; offset is PendingMessage message; offset = offset.Higher) message.Slot.Release();
        foreach (var (_, message) in _awaiting) message.Slot.Release();
        _lanes.Remove(static _ => true, static message => message.Slot.Release());
    }
}
