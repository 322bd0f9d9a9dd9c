using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>A partition as its committer sees it.</summary>
internal sealed class CommittablePartition(
    PartitionState state, Backlog backlog, CommitLedger ledger, CommitPolicy policy, RunsInWork runs, OpenGate gate, PartitionReader reader, Dispatcher dispatcher)
    : ICommittable
{
    public TopicPartition Partition => state.Partition;

    public ref readonly TelemetryTags Tags => ref state.Tags;

    public bool HasNews => policy.HasNews;

    public void NoteFinished()
    {
        lock (state.Lock) runs.Note();
    }

    public void WantPosition() => reader.WantPosition();

    public Progress? BeginCommit(List<OffsetRange> ranges)
    {
        lock (state.Lock) return ledger.Send(policy.Committable(ranges));
    }

    public Progress? Missing(List<OffsetRange> ranges, out long finished)
    {
        lock (state.Lock)
        {
            finished = 0;
            if (policy.Committable(ranges) is not { } progress) return null;
            finished = ledger.Missing(progress);
            // Behind a few markers nothing is amiss.
            return finished > 0 || (!state.IsOpen && HasNews) || progress.Offset < ledger.Offset || policy.ClaimsTooMuch ? progress : null;
        }
    }

    public void EndCommit(Progress? taken)
    {
        List<Permit> back = [];
        Permit? permit;
        bool mayRead;
        lock (state.Lock)
        {
            mayRead = taken is not null && (backlog.Awaiting > 0 || !state.IsOpen);
            ledger.End(taken);
            if (taken is { } progress) gate.Committed(progress.Number);
            policy.Ended(taken, back);
            permit = dispatcher.AskForPermit();
        }

        if (state.IsGivenUp) policy.ReportUnbegun(isLast: false);
        if (mayRead) state.Signal();
        permit?.Start();
        foreach (var other in back) other.Start();
        if (state.IsStopping) state.EndIfQuiet();
    }

    public bool TryTakeBack(bool isRefused) => policy.TryTakeBack(isRefused);
}
