namespace KafkaRunner.Internal.Offsets;

/// <summary>What of a partition may be committed.</summary>
/// <param name="Offset">The lowest offset that is not finished.</param>
/// <param name="LeaderEpoch">The leader epoch of the message before it, -1 where it is unknown.</param>
/// <param name="Metadata">The map of what is finished beyond, or null for nothing.</param>
/// <param name="Number">Grows with everything that changes: two of the same number say the same.</param>
/// <param name="Finished">How many messages of the partition have finished.</param>
/// <param name="CoveredTo">The offset before which everything that is finished is said to be: by the offset, or by the map.</param>
/// <param name="LacksMap">Whether the map was left out because the broker refused it: a shorter one is still to be committed.</param>
internal readonly record struct Progress(long Offset, int LeaderEpoch, string? Metadata, long Number, long Finished, long CoveredTo, bool LacksMap = false)
{
    /// <summary>Gets the offset alone.</summary>
    public Progress WithoutMap => this with { Metadata = null, CoveredTo = Offset, LacksMap = true };
}
