using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Each message is committed before what is behind it in its lane begins.</summary>
internal sealed class EachMessagePolicy(PartitionState state, LogLife log, Backlog backlog, CommitLedger ledger) : CommitPolicy(state, log, backlog, ledger)
{
    public override bool IsCommitWanted => Backlog.Awaiting > 0;

    public override int MostInSequence(int most) => 1;

    public override void LeaveLane(PendingMessage message)
    {
        if (message.IsForgotten || State.IsGivenUp) Backlog.Complete(message);
        else Backlog.Await(message, Log.Tracker.Changes);
    }

    public override void Ended(Progress? taken, List<Permit> back)
    {
        if (taken is { } progress) Backlog.LetGoOn(progress.Number, progress.CoveredTo);
    }
}
