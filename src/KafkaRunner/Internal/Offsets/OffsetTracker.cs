namespace KafkaRunner.Internal.Offsets;

/// <summary>Knows the next offset of a partition that is safe to commit. The worker writes, the committer reads.</summary>
internal sealed class OffsetTracker
{
    private readonly Lock _epochChange = new();
    private long _next = -1;
    private int _leaderEpoch = -1;

    /// <summary>A message, or everything up to it, is finished.</summary>
    public void Finish(long offset, int leaderEpoch)
    {
        if (leaderEpoch == _leaderEpoch)
        {
            Volatile.Write(ref _next, offset + 1);
            return;
        }

        // Offset and epoch must be read as the pair they are; an offset alone moves only within one epoch.
        lock (_epochChange)
        {
            _leaderEpoch = leaderEpoch;
            Volatile.Write(ref _next, offset + 1);
        }
    }

    /// <summary>Everything read is finished: passes transaction markers and other gaps, which are never delivered.</summary>
    public void AdvanceTo(long position)
    {
        if (position > _next) Volatile.Write(ref _next, position);
    }

    /// <summary>Gets the next offset to commit with the epoch of the message before it; -1 where nothing was finished yet.</summary>
    public (long Offset, int LeaderEpoch) Next
    {
        get
        {
            lock (_epochChange) return (Volatile.Read(ref _next), _leaderEpoch);
        }
    }
}
