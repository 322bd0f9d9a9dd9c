namespace KafkaRunner.Internal.Offsets;

/// <summary>What of a partition may be committed.</summary>
/// <param name="Offset">The lowest offset that is not finished.</param>
/// <param name="LeaderEpoch">The leader epoch of the message before it, -1 where it is unknown.</param>
/// <param name="Metadata">The map of what is finished beyond, or null for nothing.</param>
/// <param name="Number">Grows with everything that changes: two of the same number say the same.</param>
internal readonly record struct Progress(long Offset, int LeaderEpoch, string? Metadata, long Number)
{
    /// <summary>Gets the offset before which everything that is finished is said to be: by the offset, or by the map.</summary>
    public required long CoveredTo { get; init; }

    /// <summary>Gets the offset after the last one that is said to be finished.</summary>
    public required long Reach { get; init; }

    /// <summary>Gets how many messages have finished.</summary>
    public required long Finished { get; init; }

    /// <summary>Gets how many of these lie beyond the offset.</summary>
    public required long FinishedBeyond { get; init; }

    /// <summary>Gets how many are said to be finished, or a little less: gaps in the log count as messages that are left out.</summary>
    public required long Covered { get; init; }

    /// <summary>Gets whether the map was left out because the broker refused it: a shorter one is still to be committed.</summary>
    public bool LacksMap { get; private init; }

    /// <summary>Gets the offset alone.</summary>
    public Progress WithoutMap => this with { Metadata = null, CoveredTo = Offset, Reach = Offset, Covered = Finished - FinishedBeyond, LacksMap = true };
}
