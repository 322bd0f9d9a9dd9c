using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What the committer asks and tells. Poll thread, but for what says otherwise.</summary>
internal sealed partial class PartitionWorker
{
    /// <summary>Gets the tags of this partition's measurements.</summary>
    public ref readonly TelemetryTags Tags => ref _state.Tags;

    /// <summary>Gets whether something may be committed that is not. Any thread.</summary>
    public bool HasNews => _policy.HasNews;

    /// <inheritdoc cref="Sequences.Note()"/>
    public void NoteRuns()
    {
        lock (_state.Lock) _sequences.Note();
    }

    /// <inheritdoc cref="PartitionReader.WantPosition"/>
    public void WantPosition() => _reader.WantPosition();

    /// <inheritdoc cref="PartitionReader.Sweep"/>
    public void Sweep() => _reader.Sweep();

    /// <summary>Gets what may be committed now, or null for nothing. A commit of it is then taken to be under way.</summary>
    /// <param name="ranges">A list to work with.</param>
    public Progress? BeginCommit(List<OffsetRange> ranges)
    {
        lock (_state.Lock) return _ledger.Send(_policy.Committable(ranges));
    }

    /// <summary>Gets what the group does not say and will not, though it may be said; null for nothing.</summary>
    /// <param name="ranges">A list to work with.</param>
    /// <param name="finished">How many finished messages that are: none where only the beginning, or a log that went back, is not committed.</param>
    public Progress? Missing(List<OffsetRange> ranges, out long finished)
    {
        lock (_state.Lock)
        {
            finished = 0;
            if (_policy.Committable(ranges) is not { } progress) return null;
            finished = _ledger.Missing(progress);
            // Behind a few markers nothing is amiss.
            return finished > 0 || (!_state.IsOpen && HasNews) || progress.Offset < _ledger.Offset || _policy.ClaimsTooMuch ? progress : null;
        }
    }

    /// <summary>A commit has ended.</summary>
    /// <param name="taken">What the broker took, or null where it refused.</param>
    public void EndCommit(Progress? taken)
    {
        List<Permit> back = [];
        Permit? permit;
        bool mayRead;
        lock (_state.Lock)
        {
            mayRead = taken is not null && (_backlog.Awaiting > 0 || !_state.IsOpen);
            _ledger.End(taken);
            if (taken is { } progress) _beginning.Committed(progress.Number);
            _policy.Ended(taken, back);
            permit = _dispatcher.AskForPermit();
        }

        if (_state.IsGivenUp) ReportUnbegun(isLast: false);
        if (mayRead) Signal();
        permit?.Start();
        foreach (var other in back) other.Start();
        if (_state.IsStopping) EndIfQuiet();
    }

    /// <inheritdoc cref="CommitPolicy.TryTakeBack"/>
    public bool TryTakeBack(bool isRefused) => _policy.TryTakeBack(isRefused);

    /// <inheritdoc cref="CommitPolicy.ReportUnbegun"/>
    public void ReportUnbegun(bool isLast) => _policy.ReportUnbegun(isLast);
}
