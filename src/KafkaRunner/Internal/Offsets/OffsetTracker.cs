namespace KafkaRunner.Internal.Offsets;

/// <summary>
/// Knows what of a partition is finished: everything that was read and is not in its list of unfinished offsets. So its memory is
/// bounded by what is unfinished, however much is finished beyond. Pure; its worker's lock guards it.
/// </summary>
/// <remarks>Whatever throws amid a call: what was not finished never counts as finished.</remarks>
internal class OffsetTracker
{
    /// <summary>What a partition inherits whose last owner had nothing finished beyond the committed offset.</summary>
    public static readonly InheritedOffsets Nothing = new(null, -1, null);

    private TrackedOffset? _lowest;
    private TrackedOffset? _highest;
    private InheritedOffsets _inherited = Nothing;
    private long _end = -1;             // the offset after everything read
    private long _lastRead = -1;
    private int _lastEpoch = -1;
    private int _newestEpoch = -1;      // of what finished here
    private long _readCount;
    private long _stalePosition = -1;   // what the client says of its position up to here is about a log that is gone
    private long _finishedCount;
    private long _changes;

    /// <summary>Gets how many offsets are unfinished.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Gets the lowest unfinished one.</summary>
    public TrackedOffset? Lowest => _lowest;

    /// <summary>Gets how many messages have finished.</summary>
    public long FinishedCount => _finishedCount;

    /// <summary>Gets a number that grows with everything that changes what may be committed. Any thread.</summary>
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Gets the leader epoch of the newest finished message, -1 for none or unknown.</summary>
    public int NewestFinishedEpoch => Math.Max(_newestEpoch, _inherited.LeaderEpoch);

    /// <summary>Gets the offset to commit, with the epoch of the message before it; -1 before it begins.</summary>
    public (long Offset, int LeaderEpoch) Next => _lowest is { } lowest ? (lowest.Offset, lowest.EpochBefore) : (_end, _lastEpoch);

    /// <summary>Gets the offset after everything read, -1 before it begins.</summary>
    public long End => _end;

    /// <summary>Gets the leader epoch of what lies before <see cref="End"/>, -1 where it is unknown.</summary>
    public int EndLeaderEpoch => _lastEpoch;

    /// <summary>Gets how far reading is ahead of what may be committed.</summary>
    public long Span => _lowest is { } lowest ? Math.Max(_end, _inherited.End) - lowest.Offset : 0;

    /// <summary>Gets how many unfinished offsets may come to lie between finished ones, those of another owner counted by its ranges.</summary>
    public int Divides => Unfinished + _inherited.Count;

    /// <summary>Gets how many messages are finished beyond what may be committed; after the log went back roughly.</summary>
    public long FinishedBeyond => _lowest is { } lowest ? Math.Max(0, _readCount - lowest.Index - Unfinished) : 0;

    /// <summary>Gets what was taken over from the partition's last owner.</summary>
    public InheritedOffsets Inherited => _inherited;

    /// <summary>Before anything is read: where it begins.</summary>
    /// <param name="offset">What the group has committed.</param>
    /// <param name="leaderEpoch">Its leader epoch, which the next commit must not lose; -1 for unknown.</param>
    public void Begin(long offset, int leaderEpoch) => (_end, _lastRead, _lastEpoch) = (offset, offset - 1, leaderEpoch);

    /// <summary>Where it begins is to be committed, though nothing has finished.</summary>
    public void NoteStart() => Change();

    /// <summary>Takes over what the partition's last owner had finished beyond the committed offset.</summary>
    public void Inherit(InheritedOffsets inherited) => _inherited = inherited;

    /// <summary>Gets whether an offset was passed before, which means that the log went back, or that something is delivered twice.</summary>
    public bool IsBehind(long offset) => offset <= _lastRead;

    /// <summary>An offset was read and is to be processed.</summary>
    public virtual void Add(TrackedOffset offset)
    {
        (offset.ReadBefore, offset.EpochBefore) = (_lastRead, _lastEpoch);
        (offset.Lower, offset.Higher) = (_highest, null);
        if (_highest is null) _lowest = offset;
        else _highest.Higher = offset;
        _highest = offset;
        offset.Index = _readCount;
        Unfinished++;
        Passed(offset.Offset, offset.LeaderEpoch);
    }

    /// <summary>An offset was read and is finished already.</summary>
    public void AddFinished(long offset, int leaderEpoch)
    {
        Passed(offset, leaderEpoch);
        NoteChange(leaderEpoch);
    }

    /// <summary>An offset is finished.</summary>
    public virtual void Finish(TrackedOffset offset)
    {
        Unlink(offset);
        NoteChange(offset.LeaderEpoch);
    }

    /// <summary>An offset that was taken for finished is unfinished after all.</summary>
    public void Restore(TrackedOffset offset)
    {
        var lower = _highest;
        while (lower is not null && lower.Offset > offset.Offset) lower = lower.Lower;
        var higher = lower is null ? _lowest : lower.Higher;
        (offset.Lower, offset.Higher) = (lower, higher);
        if (lower is null) _lowest = offset;
        else lower.Higher = offset;
        if (higher is null) _highest = offset;
        else higher.Lower = offset;
        Unfinished++;
        _finishedCount--;
        Change();
    }

    /// <summary>Gets the unfinished message at an offset, or null.</summary>
    public TrackedOffset? Find(long offset)
    {
        var found = _highest;
        while (found is not null && found.Offset > offset) found = found.Lower;
        return found?.Offset == offset ? found : null;
    }

    /// <summary>Everything before this offset was read, also transaction markers and other gaps, which are never delivered.</summary>
    /// <param name="position">The offset.</param>
    /// <param name="leaderEpoch">The leader epoch of what lies before it, which the next commit must not lose; -1 for unknown.</param>
    public void AdvanceTo(long position, int leaderEpoch)
    {
        if (position <= _end || position <= _stalePosition) return;
        (_end, _lastEpoch) = (position, Math.Max(_lastEpoch, leaderEpoch));
        Change();
    }

    /// <summary>What the client says of its position counts only beyond this: it may be about a log that is gone.</summary>
    public void DistrustPosition(long position) => _stalePosition = Math.Max(_stalePosition, position);

    /// <summary>The log went back: nothing counts any longer of what was read at or above an offset. What lies below is as it was.</summary>
    /// <param name="offset">Where the log has other messages now.</param>
    /// <param name="leaderEpoch">The leader epoch of what is there now, -1 for unknown.</param>
    /// <param name="forgotten">Called for each unfinished message that is no longer tracked.</param>
    public void CutTo(long offset, int leaderEpoch, Action<TrackedOffset> forgotten)
    {
        while (_highest is { } highest && highest.Offset >= offset)
        {
            // An upper bound of the epoch before the cut is enough: the epochs of a log only rise.
            (_lastEpoch, _readCount) = (highest.EpochBefore, highest.Index);
            Unlink(highest);
            forgotten(highest);
        }

        if (_lastEpoch > leaderEpoch) _lastEpoch = -1;      // of a log that this one does not go on from
        _newestEpoch = Math.Min(_newestEpoch, _lastEpoch);
        (_end, _lastRead) = (offset, offset - 1);
        if (_lowest is { } lowest) _readCount = Math.Min(_readCount, lowest.Index + offset - lowest.Offset);
        _inherited = Nothing;
        Change();       // perhaps down
    }

    /// <summary>Writes down what is finished beyond <see cref="Next"/>, ascending. Gaps in the log count as finished.</summary>
    public void CopyFinished(List<OffsetRange> ranges)
    {
        for (var offset = _lowest; offset is not null; offset = offset.Higher)
        {
            var (lastRead, end) = offset.Higher is { } higher ? (higher.ReadBefore, higher.Offset) : (_lastRead, _end);
            if (lastRead > offset.Offset) ranges.Add(new OffsetRange(offset.Offset + 1, end));
        }

        if (!_inherited.IsEmpty) ranges.AddRange(_inherited.Remaining(_end));
    }

    private void Passed(long offset, int leaderEpoch)
    {
        (_lastRead, _end, _lastEpoch) = (offset, offset + 1, leaderEpoch);
        _readCount++;
    }

    private void NoteChange(int leaderEpoch)
    {
        if (leaderEpoch > _newestEpoch) _newestEpoch = leaderEpoch;
        _finishedCount++;
        Change();
    }

    private void Change() => Volatile.Write(ref _changes, _changes + 1);

    private void Unlink(TrackedOffset offset)
    {
        if (offset.Lower is null) _lowest = offset.Higher;
        else offset.Lower.Higher = offset.Higher;
        if (offset.Higher is null) _highest = offset.Lower;
        else offset.Higher.Lower = offset.Lower;
        (offset.Lower, offset.Higher) = (null, null);
        Unfinished--;
    }
}
