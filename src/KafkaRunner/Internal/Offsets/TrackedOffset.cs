namespace KafkaRunner.Internal.Offsets;

/// <summary>An offset that was read and is not finished, with its place between the others. Used by its <see cref="OffsetTracker"/>.</summary>
internal abstract class TrackedOffset
{
    /// <summary>Gets the offset.</summary>
    public abstract long Offset { get; }

    /// <summary>Gets or sets the leader epoch that it was read with, -1 where the broker does not tell.</summary>
    public int LeaderEpoch { get; set; }

    /// <summary>Gets or sets the offset that was read before this one, finished or not; -1 for the first.</summary>
    public long ReadBefore { get; set; }

    /// <summary>Gets or sets the leader epoch of <see cref="ReadBefore"/>.</summary>
    public int EpochBefore { get; set; }

    /// <summary>Gets or sets how many offsets were read before it.</summary>
    public long Index { get; set; }

    /// <summary>Gets or sets the next lower unfinished one.</summary>
    public TrackedOffset? Lower { get; set; }

    /// <summary>Gets or sets the next higher unfinished one.</summary>
    public TrackedOffset? Higher { get; set; }
}
