using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner.Internal.Offsets;

/// <summary>What is finished beyond a committed offset, as commit metadata carries it. Immutable; any thread.</summary>
/// <param name="base">The committed offset that it belongs to.</param>
/// <param name="topicId">The topic's id, if the broker tells it.</param>
/// <param name="leaderEpoch">The leader epoch of the newest finished message; -1 if unknown.</param>
/// <param name="finished">Ascending, neither overlapping nor touching, none before the base.</param>
/// <param name="partitions">How many partitions the topic had when the group first committed; null if unknown.</param>
internal sealed class OffsetMap(long @base, Guid? topicId, int leaderEpoch, IReadOnlyList<OffsetRange> finished, int? partitions = null)
{
    /// <summary>What a broker takes unless told otherwise: <c>offset.metadata.max.bytes</c>.</summary>
    public const int MaxLength = 4096;

    /// <summary>Gets the committed offset that the map belongs to.</summary>
    public long Base { get; } = @base;

    /// <summary>Gets the topic's id; null where the broker did not tell it.</summary>
    public Guid? TopicId { get; } = topicId;

    /// <summary>Gets the leader epoch of the newest finished message; -1 if unknown.</summary>
    public int LeaderEpoch { get; } = leaderEpoch;

    /// <summary>Gets what is finished: ascending, neither overlapping nor touching, none before the base.</summary>
    public IReadOnlyList<OffsetRange> Finished { get; } = finished;

    /// <summary>Gets how many partitions the topic had when the group first committed; null if unknown. Those that came later are read from their start.</summary>
    public int? Partitions { get; } = partitions;

    /// <summary>Writes a map; null when there is nothing to say. What does not fit is left out from the end: it is repeated, not skipped.</summary>
    /// <param name="base">The offset to commit, not negative: the lowest unfinished message, or where reading has come if there is none.</param>
    /// <param name="topicId">The topic's id, if it is known.</param>
    /// <param name="leaderEpoch">The leader epoch of the newest finished message; -1 if unknown.</param>
    /// <param name="finished">
    /// Ascending. Ranges that touch become one. What lies before the base, or before the end of an earlier range, is not written.
    /// A gap in the log counts as finished: only unfinished messages may part two ranges, or <see cref="Fits"/> promises too much.
    /// </param>
    /// <param name="partitions">How many partitions the topic had when the group first committed, which is written also where nothing is finished; null if unknown.</param>
    /// <param name="maxLength">How long the text may be.</param>
    public static string? Encode(
        long @base, Guid? topicId, int leaderEpoch, ReadOnlySpan<OffsetRange> finished, int? partitions = null, int maxLength = MaxLength) =>
        OffsetMapWriter.Write(@base, topicId, leaderEpoch, finished, partitions, maxLength, out _);

    /// <summary>
    /// The same, and tells what of it a reader will know: the offset before which everything that is finished is named, or
    /// <see cref="long.MaxValue"/> for all of it.
    /// </summary>
    public static string? Encode(
        long @base, Guid? topicId, int leaderEpoch, ReadOnlySpan<OffsetRange> finished, int? partitions, int maxLength, out long coveredTo) =>
        OffsetMapWriter.Write(@base, topicId, leaderEpoch, finished, partitions, maxLength, out coveredTo);

    /// <summary>Reads a map back. False if the text is not ours or was damaged; never throws.</summary>
    public static bool TryDecode(string? metadata, [NotNullWhen(true)] out OffsetMap? map) => OffsetMapReader.TryRead(metadata, out map);

    /// <summary>Gets whether all that may yet happen can be written whole, whichever of the unfinished messages finish first.</summary>
    /// <param name="unfinished">
    /// How many messages are unfinished, that at the base included. Behind the last message read, each range that was inherited counts as one more.
    /// </param>
    /// <param name="span">Offsets from the base to the end of what was read or inherited.</param>
    /// <param name="maxLength">How long the text may be.</param>
    public static bool Fits(int unfinished, long span, int maxLength = MaxLength) => OffsetMapRoom.Fits(unfinished, span, maxLength);

    /// <summary>Gets how many of the wanted messages may be read, each one offset further, so that it <see cref="Fits"/> then.</summary>
    public static int Room(int unfinished, long span, int wanted, int maxLength = MaxLength) => OffsetMapRoom.Room(unfinished, span, wanted, maxLength);

    /// <summary>Gets whether texts of this length can say what is finished at all.</summary>
    public static bool IsUsable(int maxLength) => OffsetMapFormat.PayloadBytesIn(maxLength) > 0;
}
