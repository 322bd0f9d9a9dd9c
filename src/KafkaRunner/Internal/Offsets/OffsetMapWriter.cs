using System.Buffers.Binary;
using System.Buffers.Text;

namespace KafkaRunner.Internal.Offsets;

/// <summary>Writes maps: as run lengths and as bitmap at once, to take what says more, or else what is shorter.</summary>
internal static class OffsetMapWriter
{
    /// <inheritdoc cref="OffsetMap.Encode(long, Guid?, int, ReadOnlySpan{OffsetRange}, int?, int, out long)"/>
    public static string? Write(
        long @base, Guid? topicId, int leaderEpoch, ReadOnlySpan<OffsetRange> finished, int? partitions, int maxLength, out long coveredTo)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(@base);
        coveredTo = finished.IsEmpty ? long.MaxValue : @base;
        if (partitions > OffsetMapFormat.MaxPartitions) partitions = null;
        if ((finished.IsEmpty && partitions is null) || @base == long.MaxValue) return null;

        Span<byte> bytes = stackalloc byte[OffsetMapFormat.MaxBytes];
        var header = WriteHeader(bytes, @base, topicId, leaderEpoch, partitions);
        var room = OffsetMapFormat.BytesIn(Math.Min(maxLength, OffsetMap.MaxLength)) - header - OffsetMapFormat.ChecksumBytes;
        if (room < 0) return null;
        var payload = bytes.Slice(header, room);
        var runs = new OffsetMapRuns(payload, @base);
        var bits = new OffsetMapBits(stackalloc byte[OffsetMapFormat.MaxBytes], room, @base);
        var isWhole = true;
        for (var i = 0; i < finished.Length;)
        {
            var first = finished[i].First;
            var end = finished[i++].End;
            while (i < finished.Length && finished[i].First <= end) end = Math.Max(end, finished[i++].End);
            if (first <= @base && end > @base) bytes[0] |= OffsetMapFormat.BaseFinished;
            first = Math.Max(first, @base + 1);
            if (first >= end) continue;
            isWhole = runs.Add(first, end) | bits.Add(first, end);
            if (!isWhole) break;
        }

        var isBaseFinished = (bytes[0] & OffsetMapFormat.BaseFinished) != 0;
        if (isWhole) coveredTo = long.MaxValue;
        else coveredTo = Math.Max(Math.Max(runs.End, bits.End), isBaseFinished ? @base + 1 : @base);
        var length = runs.Length;
        if (bits.End > runs.End || (bits.End == runs.End && bits.Length < length))
        {
            bytes[0] |= OffsetMapFormat.Bitmap;
            bits.Bytes.CopyTo(payload);
            length = bits.Length;
        }

        if (length == 0 && !isBaseFinished && partitions is null) return null;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(header + length)..], OffsetMapFormat.Checksum(bytes[..(header + length)]));
        return ToText(bytes[..(header + length + OffsetMapFormat.ChecksumBytes)]);
    }

    /// <summary>Writes flags, base, topic id, partitions and leader epoch; gets their length.</summary>
    private static int WriteHeader(Span<byte> bytes, long @base, Guid? topicId, int leaderEpoch, int? partitions)
    {
        bytes[0] = topicId is null ? (byte)0 : OffsetMapFormat.HasTopicId;
        var length = 1 + OffsetMapFormat.WriteNumber(bytes[1..], (ulong)@base);
        if (topicId is { } id)
        {
            id.TryWriteBytes(bytes[length..], bigEndian: true, out var written);
            length += written;
        }

        if (partitions is { } count)
        {
            bytes[0] |= OffsetMapFormat.HasPartitions;
            length += OffsetMapFormat.WriteNumber(bytes[length..], (ulong)count);
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
