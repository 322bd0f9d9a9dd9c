using System.Runtime.InteropServices;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What the group is known to have committed of a partition, what a commit that is under way says, and what one could say. The partition's lock guards it.</summary>
internal sealed class CommitLedger(LogLife log, MetadataLimit metadata)
{
    private long _known;            // what the group is known to have committed, by Progress.Number
    private int _leaderEpoch = -1;
    private long _covered;          // how many messages the group says are finished, of those that have finished here

    /// <summary>Gets the offset that the group has committed; -1 for none.</summary>
    public long Offset { get; private set; } = -1;

    /// <summary>Gets the offset after the last one that the group says is finished; -1 for none.</summary>
    public long Reach { get; private set; } = -1;

    /// <summary>Gets what a commit that is under way says.</summary>
    public Progress? InFlight { get; private set; }

    /// <summary>The group has committed where the partition begins.</summary>
    public void Begin(in PartitionStart start)
    {
        if (!start.IsCommitted) return;
        (Offset, _leaderEpoch) = (start.Offset, start.LeaderEpoch);
        Reach = Math.Max(start.Offset, start.Map?.Finished is { Count: > 0 } finished ? finished[^1].End : -1);
    }

    /// <summary>Gets whether a change is not committed. Any thread.</summary>
    public bool Lacks(long number) => number > Volatile.Read(ref _known);

    /// <summary>A commit is under way.</summary>
    public Progress? Send(Progress? progress) => InFlight = progress;

    /// <summary>A commit has ended.</summary>
    /// <param name="taken">What the broker took, or null where it refused.</param>
    public void End(Progress? taken)
    {
        InFlight = null;
        if (taken is not { } progress) return;
        Volatile.Write(ref _known, progress.LacksMap ? progress.Number - 1 : progress.Number);
        (Offset, _leaderEpoch, Reach, _covered) = (progress.Offset, progress.LeaderEpoch, progress.Reach, progress.Covered);
    }

    /// <summary>Gets how many finished messages of what may be committed the group does not say.</summary>
    public long Missing(in Progress progress) => Math.Max(0, progress.Finished - _covered);

    /// <summary>Gets the highest offset that the group has, or is about to have: with the epoch before it, and how far what it says reaches.</summary>
    public (long Offset, int LeaderEpoch, long Reach) Highest => InFlight is { } sent && sent.Offset > Offset
        ? (sent.Offset, sent.LeaderEpoch, Math.Max(sent.Reach, Reach))
        : (Offset, _leaderEpoch, Reach);

    /// <summary>Gets all that is finished now; null before the partition begins.</summary>
    /// <param name="ranges">A list to work with.</param>
    public Progress? Snapshot(List<OffsetRange> ranges)
    {
        var (offset, leaderEpoch) = log.Tracker.Next;
        if (offset < 0) return null;
        ranges.Clear();
        if (metadata.Length > 0) log.Tracker.CopyFinished(ranges);
        return At(offset, leaderEpoch, ranges);
    }

    /// <summary>Gets a progress to an offset, and what is finished beyond it.</summary>
    public Progress At(long offset, int leaderEpoch, List<OffsetRange> ranges)
    {
        string? map = null;
        var coveredTo = offset;
        if (metadata.Length is > 0 and var length)
        {
            map = OffsetMap.Encode(
                offset, log.TopicId, log.Tracker.NewestFinishedEpoch, CollectionsMarshal.AsSpan(ranges), log.FirstPartitions, length, out coveredTo);
        }

        var (finished, beyond) = (log.Tracker.FinishedCount, log.Tracker.FinishedBeyond);
        var leftOut = coveredTo == long.MaxValue ? 0
            : coveredTo <= offset ? beyond
            : ranges.Sum(range => Math.Max(0, range.End - Math.Max(range.First, coveredTo)));
        return new Progress(offset, leaderEpoch, map, log.Tracker.Changes)
        {
            CoveredTo = coveredTo,
            Reach = ranges.Count > 0 ? Math.Max(offset, Math.Min(ranges[^1].End, coveredTo)) : offset,
            Finished = finished,
            FinishedBeyond = beyond,
            Covered = finished - Math.Min(leftOut, finished),
        };
    }
}
