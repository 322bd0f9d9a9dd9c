using System.Buffers.Binary;
using System.Buffers.Text;

namespace KafkaRunner.Internal.Offsets;

/// <summary>Writes maps: as run lengths and as bitmap at once, to take what says more, or else what is shorter.</summary>
internal static class OffsetMapWriter
{
    /// <inheritdoc cref="OffsetMap.Encode"/>
    public static string? Write(long @base, Guid? topicId, int leaderEpoch, ReadOnlySpan<OffsetRange> finished)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(@base);
        if (finished.IsEmpty || @base == long.MaxValue) return null;

        Span<byte> bytes = stackalloc byte[OffsetMapFormat.MaxBytes];
        var header = WriteHeader(bytes, @base, topicId, leaderEpoch);
        var payload = bytes[header..^OffsetMapFormat.ChecksumBytes];
        var runs = new OffsetMapRuns(payload, @base);
        var bits = new OffsetMapBits(stackalloc byte[OffsetMapFormat.MaxBytes], payload.Length, @base);
        for (var i = 0; i < finished.Length;)
        {
            var first = finished[i].First;
            var end = finished[i++].End;
            while (i < finished.Length && finished[i].First <= end) end = Math.Max(end, finished[i++].End);
            if (first <= @base && end > @base) bytes[0] |= OffsetMapFormat.BaseFinished;
            first = Math.Max(first, @base + 1);
            if (first < end && !(runs.Add(first, end) | bits.Add(first, end))) break;
        }

        if (runs.Length == 0 && (bytes[0] & OffsetMapFormat.BaseFinished) == 0) return null;
        var length = runs.Length;
        if (bits.End > runs.End || (bits.End == runs.End && bits.Length < length))
        {
            bytes[0] |= OffsetMapFormat.Bitmap;
            bits.Bytes.CopyTo(payload);
            length = bits.Length;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(header + length)..], OffsetMapFormat.Checksum(bytes[..(header + length)]));
        return ToText(bytes[..(header + length + OffsetMapFormat.ChecksumBytes)]);
    }

    /// <summary>Writes flags, base, topic id and leader epoch; gets their length.</summary>
    private static int WriteHeader(Span<byte> bytes, long @base, Guid? topicId, int leaderEpoch)
    {
        bytes[0] = topicId is null ? (byte)0 : OffsetMapFormat.HasTopicId;
        var length = 1 + OffsetMapFormat.WriteNumber(bytes[1..], (ulong)@base);
        if (topicId is { } id)
        {
            id.TryWriteBytes(bytes[length..], bigEndian: true, out var written);
            length += written;
        }

        return length + OffsetMapFormat.WriteNumber(bytes[length..], (uint)((leaderEpoch << 1) ^ (leaderEpoch >> 31)));
    }

    private static string ToText(ReadOnlySpan<byte> bytes) =>
        string.Create(OffsetMapFormat.PrefixLength + Base64Url.GetEncodedLength(bytes.Length), bytes, static (text, bytes) =>
        {
            OffsetMapFormat.Prefix.CopyTo(text);
            Base64Url.EncodeToChars(bytes, text[OffsetMapFormat.PrefixLength..]);
        });
}
