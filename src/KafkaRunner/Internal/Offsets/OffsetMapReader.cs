using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace KafkaRunner.Internal.Offsets;

/// <summary>Reads maps, and believes nothing that <see cref="OffsetMapWriter"/> would not have written.</summary>
internal static class OffsetMapReader
{
    private const byte KnownFlags = OffsetMapFormat.Bitmap | OffsetMapFormat.HasTopicId | OffsetMapFormat.BaseFinished | OffsetMapFormat.HasPartitions;

    /// <inheritdoc cref="OffsetMap.TryDecode"/>
    public static bool TryRead(string? metadata, [NotNullWhen(true)] out OffsetMap? map)
    {
        map = null;
        Span<byte> buffer = stackalloc byte[OffsetMapFormat.MaxBytes];
        if (!TryReadBytes(metadata, buffer, out var length)) return false;
        ReadOnlySpan<byte> rest = buffer[..length];
        var flags = rest[0];
        rest = rest[1..];
        if ((flags & ~KnownFlags) != 0 || !OffsetMapFormat.TryReadNumber(ref rest, out var @base) || @base == long.MaxValue) return false;

        Guid? topicId = null;
        if ((flags & OffsetMapFormat.HasTopicId) != 0)
        {
            if (rest.Length < OffsetMapFormat.TopicIdBytes) return false;
            topicId = new Guid(rest[..OffsetMapFormat.TopicIdBytes], bigEndian: true);
            rest = rest[OffsetMapFormat.TopicIdBytes..];
        }

        int? partitions = null;
        if ((flags & OffsetMapFormat.HasPartitions) != 0)
        {
            if (!OffsetMapFormat.TryReadNumber(ref rest, out var count) || count > OffsetMapFormat.MaxPartitions) return false;
            partitions = (int)count;
        }

        if (!OffsetMapFormat.TryReadNumber(ref rest, out var epoch) || epoch > uint.MaxValue) return false;
        var isBaseFinished = (flags & OffsetMapFormat.BaseFinished) != 0;
        if (rest.IsEmpty && ((!isBaseFinished && partitions is null) || (flags & OffsetMapFormat.Bitmap) != 0)) return false;
        var leaderEpoch = (int)((uint)epoch >> 1) ^ -(int)((uint)epoch & 1);
        var finished = (flags & OffsetMapFormat.Bitmap) != 0 ? ReadBits(rest, @base) : ReadRuns(rest, @base);
        if (finished is null) return false;
        if (isBaseFinished) AddBase(finished, @base);
        map = new OffsetMap(@base, topicId, leaderEpoch, finished, partitions);
        return true;
    }

    private static void AddBase(List<OffsetRange> finished, long @base)
    {
        if (finished.Count > 0 && finished[0].First == @base + 1) finished[0] = finished[0] with { First = @base };
        else finished.Insert(0, new OffsetRange(@base, @base + 1));
    }

    /// <summary>Gets the bytes without prefix and checksum, at least one.</summary>
    private static bool TryReadBytes(string? metadata, Span<byte> bytes, out int length)
    {
        length = 0;
        if (metadata is null || metadata.Length > OffsetMap.MaxLength) return false;
        if (!metadata.StartsWith(OffsetMapFormat.Prefix, StringComparison.Ordinal)) return false;
        var text = metadata.AsSpan(OffsetMapFormat.PrefixLength);

        // The Try method would throw at foreign text. This one passes over white space and padding; we write none.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done) return false;
        if (Base64Url.GetEncodedLength(written) != text.Length) return false;
        length = written - OffsetMapFormat.ChecksumBytes;
        return length > 0 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[length..]) == OffsetMapFormat.Checksum(bytes[..length]);
    }

    private static List<OffsetRange>? ReadRuns(ReadOnlySpan<byte> bytes, long @base)
    {
        var ranges = new List<OffsetRange>(bytes.Length / 2);
        for (var end = @base; !bytes.IsEmpty;)
        {
            if (!OffsetMapFormat.TryReadNumber(ref bytes, out var unfinished) || unfinished == 0 || unfinished > long.MaxValue - end) return null;
            var first = end + unfinished;
            if (!OffsetMapFormat.TryReadNumber(ref bytes, out var finished) || finished == 0 || finished > long.MaxValue - first) return null;
            end = first + finished;
            ranges.Add(new OffsetRange(first, end));
        }

        return ranges;
    }

    private static List<OffsetRange>? ReadBits(ReadOnlySpan<byte> bytes, long @base)
    {
        var length = (bytes.Length * 8) - BitOperations.LeadingZeroCount((uint)bytes[^1] << 24);
        if (bytes[^1] == 0 || length > long.MaxValue - @base - 1) return null;
        var ranges = new List<OffsetRange>();
        for (var bit = 0; bit < length; bit++)
        {
            if (!IsSet(bytes, bit)) continue;
            var first = bit;
            while (bit < length && IsSet(bytes, bit)) bit++;
            ranges.Add(new OffsetRange(@base + 1 + first, @base + 1 + bit));
        }

        return ranges;
    }

    private static bool IsSet(ReadOnlySpan<byte> bytes, int bit) => (bytes[bit / 8] & (1 << (bit % 8))) != 0;
}
