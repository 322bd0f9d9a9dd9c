using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What is finished is committed when the consumer asks for it, and not before.</summary>
internal sealed class ManualPolicy(PartitionState state, LogLife log, Backlog backlog, CommitLedger ledger) : CommitPolicy(state, log, backlog, ledger)
{
    private Progress? _approved;
    private long _approvedNumber;

    // Before it is open, its start is to be committed.
    public override bool HasNews => Ledger.Lacks(State.IsOpen ? Volatile.Read(ref _approvedNumber) : Log.Tracker.Changes);

    public override Progress? Committable(List<OffsetRange> ranges) => State.IsOpen ? _approved : Ledger.Snapshot(ranges);

    public override void Asked() => Approve(Ledger.Snapshot([]));

    // What lies above the cut must not stay committed, nor stand to be.
    public override void GoBackTo(long offset)
    {
        var asked = _approved is { } approved && approved.Offset <= offset ? _approved : null;
        if (asked is { } lower)
        {
            // Without what of its map is above the cut, and then without all of it.
            Approve(lower.Reach <= offset ? lower with { Number = Log.Tracker.Changes } : Ledger.At(lower.Offset, lower.LeaderEpoch, []));
            return;
        }

        var (known, epoch, reach) = Ledger.Highest;
        Approve(reach <= offset ? null : known < offset ? Ledger.At(known, epoch, []) : Ledger.At(offset, Log.Tracker.EndLeaderEpoch, []));
    }

    private void Approve(Progress? progress)
    {
        _approved = progress;
        Volatile.Write(ref _approvedNumber, progress?.Number ?? 0);
    }
}
