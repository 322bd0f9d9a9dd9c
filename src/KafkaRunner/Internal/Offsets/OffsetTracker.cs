namespace KafkaRunner.Internal.Offsets;

/// <summary>
/// Knows what of a partition is finished: everything that was read and is not in its list of unfinished offsets. So its memory is
/// bounded by what is unfinished, however much is finished beyond. Pure; its worker's lock guards it.
/// </summary>
internal sealed class OffsetTracker
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
    private long _finishedCount;

    /// <summary>Gets how many offsets are unfinished.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Gets the lowest unfinished one.</summary>
    public TrackedOffset? Lowest => _lowest;

    /// <summary>Gets a number that grows with everything that finishes. Any thread.</summary>
    public long FinishedCount => Volatile.Read(ref _finishedCount);

    /// <summary>Gets the leader epoch of the newest finished message, -1 for none or unknown.</summary>
    public int NewestFinishedEpoch => Math.Max(_newestEpoch, _inherited.LeaderEpoch);

    /// <summary>Gets the offset to commit, with the epoch of the message before it; -1 where nothing was read yet.</summary>
    public (long Offset, int LeaderEpoch) Next => _lowest is { } lowest ? (lowest.Offset, lowest.EpochBefore) : (_end, _lastEpoch);

    /// <summary>Gets the offset after everything read, -1 where nothing was.</summary>
    public long End => _end;

    /// <summary>Gets how far reading is ahead of what may be committed.</summary>
    public long Span => _lowest is { } lowest ? Math.Max(_end, _inherited.End) - lowest.Offset : 0;

    /// <summary>Gets how many unfinished offsets may come to lie between finished ones, those of another owner counted by its ranges.</summary>
    public int Divides => Unfinished + _inherited.Count;

    /// <summary>Gets how many messages are finished beyond what may be committed.</summary>
    public long FinishedBeyond => _lowest is { } lowest ? _readCount - lowest.Index - Unfinished : 0;

    /// <summary>Gets what was taken over from the partition's last owner.</summary>
    public InheritedOffsets Inherited => _inherited;

    /// <summary>Before anything is read: the leader epoch of the committed offset, which the next commit must not lose; -1 for unknown.</summary>
    public void Begin(int leaderEpoch) => _lastEpoch = leaderEpoch;

    /// <summary>Takes over what the partition's last owner had finished beyond the committed offset.</summary>
    public void Inherit(InheritedOffsets inherited) => _inherited = inherited;

    /// <summary>Gets whether an offset was read before, which means that the log went back: it was cut, or is another one.</summary>
    public bool IsBehind(long offset) => offset <= _lastRead;

    /// <summary>An offset was read and is to be processed.</summary>
    public void Add(TrackedOffset offset)
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
        Count(leaderEpoch);
    }

    /// <summary>An offset is finished.</summary>
    public void Finish(TrackedOffset offset)
    {
        Unlink(offset);
        Count(offset.LeaderEpoch);
    }

    /// <summary>Everything before this offset was read, also transaction markers and other gaps, which are never delivered.</summary>
    public void AdvanceTo(long position)
    {
        if (position <= _end) return;
        _end = position;
        Volatile.Write(ref _finishedCount, _finishedCount + 1);     // something new to commit
    }

    /// <summary>The log went back: nothing of what was read counts any longer.</summary>
    public void Reset()
    {
        (_lowest, _highest, Unfinished) = (null, null, 0);
        (_end, _lastRead, _lastEpoch, _newestEpoch) = (-1, -1, -1, -1);
        _inherited = Nothing;
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

    private void Count(int leaderEpoch)
    {
        if (leaderEpoch > _newestEpoch) _newestEpoch = leaderEpoch;
        Volatile.Write(ref _finishedCount, _finishedCount + 1);
    }

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
