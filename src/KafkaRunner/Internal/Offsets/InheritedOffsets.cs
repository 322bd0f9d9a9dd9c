namespace KafkaRunner.Internal.Offsets;

/// <summary>What the previous owner of a partition had finished beyond the committed offset. Asked in ascending order; not thread-safe.</summary>
/// <remarks>Repeat, never skip: it is used only where it certainly belongs, and dropped for good at the first sign that the log is another.</remarks>
internal sealed class InheritedOffsets
{
    /// <summary>Why a map is dropped: someone else committed since, or offsets were reset.</summary>
    public const string OtherOffset = "it belongs to another committed offset";

    /// <summary>Why a map is dropped: the topic was deleted and created again.</summary>
    public const string OtherTopic = "it belongs to an earlier topic of the same name";

    /// <summary>Why a map is dropped: the log was cut back and written anew, so these offsets may hold other messages now.</summary>
    public const string NewerEpoch = "a message that it spans was written under a newer leader";

    private readonly int _leaderEpoch;
    private readonly IReadOnlyList<OffsetRange> _ranges;
    private int _passed;

    /// <summary>Takes over a map, or says why not.</summary>
    /// <param name="map">What came with the committed offset; null if nothing did.</param>
    /// <param name="committedOffset">The committed offset.</param>
    /// <param name="topicId">The topic's id now; null where the broker does not tell it.</param>
    public InheritedOffsets(OffsetMap? map, long committedOffset, Guid? topicId)
    {
        _leaderEpoch = map?.LeaderEpoch ?? -1;
        _ranges = map?.Finished ?? [];
        if (map is null || map.Finished.Count == 0) return;
        if (map.Base != committedOffset) Drop(OtherOffset);
        else if (map.TopicId is { } written && topicId is { } now && written != now) Drop(OtherTopic);
    }

    /// <summary>Gets whether nothing is left: there was no map, it was dropped, or its last range is passed.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Gets how many ranges are not passed yet: what they cost in the next map, see <see cref="OffsetMap.Fits"/>.</summary>
    public int Count => WasDropped ? 0 : _ranges.Count - _passed;

    /// <summary>Gets the end of the last range; -1 if nothing is left.</summary>
    public long End => IsEmpty ? -1 : _ranges[^1].End;

    /// <summary>Gets the leader epoch of the newest message finished then; -1 if unknown or if nothing is left.</summary>
    public int LeaderEpoch => IsEmpty ? -1 : _leaderEpoch;

    /// <summary>Gets whether a map was there and is not used, or no longer.</summary>
    public bool WasDropped => DropReason is not null;

    /// <summary>Gets why it was dropped, as the end of a sentence; null if it was not.</summary>
    public string? DropReason { get; private set; }

    /// <summary>Gets whether a message was finished then. Ranges before it are passed: asked again for an earlier one, the answer is no.</summary>
    /// <param name="offset">The message's offset, higher than the last one asked for.</param>
    /// <param name="leaderEpoch">The message's leader epoch; -1 if unknown. One newer than the map's drops what is left of the map.</param>
    public bool Contains(long offset, int leaderEpoch)
    {
        if (WasDropped) return false;
        while (_passed < _ranges.Count && _ranges[_passed].End <= offset) _passed++;
        if (IsEmpty) return false;
        if (leaderEpoch > _leaderEpoch)
        {
            Drop(NewerEpoch);
            return false;
        }

        return _ranges[_passed].First <= offset;
    }

    /// <summary>Gets what is finished at or after an offset, for the next map; the range that holds it is cut there.</summary>
    public OffsetRange[] Remaining(long from)
    {
        var skipped = _passed;
        while (skipped < _ranges.Count && _ranges[skipped].End <= from) skipped++;
        if (WasDropped || skipped == _ranges.Count) return [];
        var rest = _ranges.Skip(skipped).ToArray();
        rest[0] = rest[0] with { First = Math.Max(rest[0].First, from) };
        return rest;
    }

    private void Drop(string reason) => DropReason = reason;
}
