namespace KafkaRunner.Internal.Offsets;

/// <summary>Sets a bit for each finished offset, from the one after the base on, until the bytes are used up.</summary>
/// <param name="bytes">Zeros.</param>
/// <param name="capacity">How many of the bytes may be used.</param>
/// <param name="base">The offset before that of the first bit.</param>
internal ref struct OffsetMapBits(Span<byte> bytes, int capacity, long @base)
{
    private readonly Span<byte> _bytes = bytes[..capacity];
    private readonly long _base = @base;

    /// <summary>Gets the end of what is written.</summary>
    public long End { get; private set; } = @base;

    /// <summary>Gets how many bytes are written.</summary>
    public readonly int Length => (int)((End - _base - 1 + 7) / 8);

    /// <summary>Gets what is written.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes[..Length];

    /// <summary>Adds a finished range behind the last one; false if not all of it, and so nothing that follows, fits.</summary>
    public bool Add(long first, long end)
    {
        var from = first - _base - 1;
        var to = Math.Min(end - _base - 1, _bytes.Length * 8L);
        if (from >= to) return false;
        Set((int)from, (int)to);
        End = _base + 1 + to;
        return End == end;
    }

    private readonly void Set(int from, int to)
    {
        for (; from < to && from % 8 != 0; from++) _bytes[from / 8] |= (byte)(1 << (from % 8));
        if (to - from >= 8) _bytes[(from / 8)..(to / 8)].Fill(byte.MaxValue);
        for (from = Math.Max(from, to / 8 * 8); from < to; from++) _bytes[from / 8] |= (byte)(1 << (from % 8));
    }
}
