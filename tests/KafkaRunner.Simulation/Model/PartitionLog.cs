namespace KafkaRunner.Simulation.Model;

/// <summary>The log of one partition of one topic, as its leader has it.</summary>
/// <param name="life">Which topic of that name it is of.</param>
internal sealed class PartitionLog(int life)
{
    private readonly List<LogEntry> _entries = [];                      // by offset
    private readonly List<(int Epoch, long Start)> _epochs = [(0, 0)];

    /// <summary>Gets the first offset that there is.</summary>
    public long Start { get; private set; }

    /// <summary>Gets the offset that the next record gets.</summary>
    public long End { get; private set; }

    public int LeaderEpoch => _epochs[^1].Epoch;

    public IReadOnlyList<LogRecord> Records => _entries.ConvertAll(e => new LogRecord(e.Offset, e.Epoch, life, e.Key, e.Value, e.State));

    /// <summary>Gets the end as readers see it: under <c>read_committed</c> the last stable offset.</summary>
    public long EndFor(bool isCommittedOnly) => isCommittedOnly && _entries.Find(e => e.State == RecordState.Open) is { } open ? open.Offset : End;

    public IReadOnlyList<LogEntry> Append(IReadOnlyList<(string? Key, string Value)> records, RecordState state, long timestamp) =>
        [.. records.Select(r => Append(r.Key, r.Value, state, timestamp))];

    /// <summary>A transaction ends: what is left of its records is committed or not, and a marker says so.</summary>
    public void EndTransaction(IReadOnlyList<LogEntry> records, bool isCommitted, long timestamp)
    {
        foreach (var record in records) record.State = isCommitted ? RecordState.Committed : RecordState.Aborted;
        Append(null, null, RecordState.Marker, timestamp);
    }

    /// <summary>A new leader has nothing at and after an offset.</summary>
    public void Truncate(long end)
    {
        var epoch = LeaderEpoch + 1;
        end = Math.Clamp(end, Start, End);
        _entries.RemoveAll(e => e.Offset >= end);
        _epochs.RemoveAll(e => e.Start >= end);
        _epochs.Add((epoch, end));
        End = end;
    }

    public void DeleteBefore(long start)
    {
        Start = Math.Max(Start, Math.Min(start, End));
        _entries.RemoveAll(e => e.Offset < Start);
    }

    /// <summary>Takes records out. Those of transactions that are open stay, and the last one does, as an active segment.</summary>
    public void Compact(IReadOnlyList<long> offsets) =>
        _entries.RemoveAll(e => offsets.Contains(e.Offset) && e.State != RecordState.Open && e.Offset != End - 1);

    /// <summary>Gets where the records of an epoch end: what a reader whose newest record has it may have read at most; null where it is of no epoch of this log.</summary>
    public long? EndOfEpoch(int epoch)
    {
        if (epoch > LeaderEpoch) return null;
        var newer = _epochs.FindIndex(e => e.Epoch > epoch);
        return newer < 0 ? End : _epochs[newer].Start;
    }

    /// <summary>Gets the epoch of what is before an offset; -1 for unknown.</summary>
    public int EpochBefore(long offset)
    {
        var found = _epochs.FindLastIndex(e => e.Start < offset);
        return found < 0 ? -1 : _epochs[found].Epoch;
    }

    /// <summary>Gets some of what a fetch from an offset finds, markers too, and where the next one goes on.</summary>
    public (IReadOnlyList<LogEntry> Entries, long Next) Read(long from, int most, bool isCommittedOnly)
    {
        var end = EndFor(isCommittedOnly);
        var found = new List<LogEntry>();
        var first = _entries.FindIndex(e => e.Offset >= from);
        for (var i = first; i >= 0 && i < _entries.Count && _entries[i].Offset < end; i++)
        {
            if (found.Count == most) return (found, _entries[i].Offset);
            if (_entries[i].State != RecordState.Aborted || !isCommittedOnly) found.Add(_entries[i]);
        }

        return (found, Math.Max(from, end));
    }

    private LogEntry Append(string? key, string? value, RecordState state, long timestamp)
    {
        var entry = new LogEntry(End++, LeaderEpoch, key, value, timestamp) { State = state };
        _entries.Add(entry);
        return entry;
    }
}
