using System.Runtime.InteropServices;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What may be committed, and what waits for that.</summary>
internal sealed partial class PartitionWorker
{
    private Progress? _approved;    // what the consumer asked to be committed, where only that counts
    private long _approvedNumber;
    private long _committedOffset = -1;

    /// <summary>Gets whether something may be committed that is not. Any thread.</summary>
    public bool HasNews => (IsManual ? Volatile.Read(ref _approvedNumber) : _offsets.FinishedCount) > CommittedNumber;

    /// <summary>Gets what may be committed now, or null for nothing. A commit of it is then taken to be under way. Poll thread.</summary>
    /// <param name="ranges">A list to work with.</param>
    public Progress? BeginCommit(List<OffsetRange> ranges)
    {
        lock (_lock)
        {
            // What was read last was not begun, and is not to be.
            if (IsAtMostOnce && _isStopping) return null;
            var progress = IsManual ? _approved : Snapshot(ranges);
            _isCommitting = progress is not null;
            return progress;
        }
    }

    /// <summary>A commit has ended. Poll thread.</summary>
    /// <param name="taken">What the broker took, or null where it refused.</param>
    public void EndCommit(Progress? taken)
    {
        Permit? permit;
        lock (_lock)
        {
            _isCommitting = false;
            if (taken is { } progress) (CommittedNumber, _committedOffset) = (progress.Number, progress.Offset);
            if (_awaiting.Count > 0) Signal();      // there may be room to read again
            while (_awaiting.TryPeek(out var next) && next.Number <= CommittedNumber)
            {
                var message = _awaiting.Dequeue().Message;
                if (IsAtMostOnce)
                {
                    _lanes.Add(message, message.Key);
                    continue;
                }

                _lanes.Complete(message);
                Return(message);
            }

            permit = AskForPermit();
        }

        permit?.Start();
        if (_isStopping) EndIfQuiet();
    }

    // Under the lock.
    private void Approve()
    {
        _approved = Snapshot([]);
        Volatile.Write(ref _approvedNumber, _approved?.Number ?? 0);
    }

    // Under the lock.
    private Progress? Snapshot(List<OffsetRange> ranges)
    {
        var (offset, leaderEpoch) = _offsets.Next;
        if (offset < 0) return null;
        string? metadata = null;
        if (_context.CarriesMetadata)
        {
            ranges.Clear();
            _offsets.CopyFinished(ranges);
            metadata = OffsetMap.Encode(offset, _topicId, _offsets.NewestFinishedEpoch, CollectionsMarshal.AsSpan(ranges));
        }

        return new Progress(offset, leaderEpoch, metadata, _offsets.FinishedCount);
    }

    // Under the lock, once nothing more is begun. Offsets stay known, for the last commit.
    private void ReleaseWaiting()
    {
        for (var offset = _offsets.Lowest; offset is PendingMessage message; offset = offset.Higher) message.Slot.Release();
        foreach (var (_, message) in _awaiting) message.Slot.Release();
        _lanes.Clear(message => message.Slot.Release());
    }
}
