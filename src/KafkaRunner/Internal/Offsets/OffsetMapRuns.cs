namespace KafkaRunner.Internal.Offsets;

/// <summary>Writes run lengths from the base on, in turn unfinished and finished, until the bytes are used up.</summary>
internal ref struct OffsetMapRuns(Span<byte> bytes, long @base)
{
    private readonly Span<byte> _bytes = bytes;
    private bool _isFull;

    /// <summary>Gets the end of what is written.</summary>
    public long End { get; private set; } = @base;

    /// <summary>Gets how many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>Adds a finished range behind the last one; false if it, and so all that follows, does not fit.</summary>
    public bool Add(long first, long end)
    {
        var (unfinished, finished) = ((ulong)(first - End), (ulong)(end - first));
        var length = OffsetMapFormat.NumberBytes(unfinished) + OffsetMapFormat.NumberBytes(finished);
        _isFull |= length > _bytes.Length - Length;
        if (_isFull) return false;
        Length += OffsetMapFormat.WriteNumber(_bytes[Length..], unfinished);
        Length += OffsetMapFormat.WriteNumber(_bytes[Length..], finished);
        End = end;
        return true;
    }
}
