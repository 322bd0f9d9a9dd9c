using System.Numerics;

namespace KafkaRunner.Internal.Offsets;

/// <summary>What writing and reading a map agree on; described in docs/explanation/offset-map.md.</summary>
internal static class OffsetMapFormat
{
    /// <summary>Tells our metadata from anyone else's, and this version from later ones.</summary>
    public const string Prefix = "kr1.";

    /// <summary>The length of <see cref="Prefix"/>.</summary>
    public const int PrefixLength = 4;

    /// <summary>Flag: the payload is a bitmap, not run lengths.</summary>
    public const byte Bitmap = 1;

    /// <summary>Flag: the topic's id is there.</summary>
    public const byte HasTopicId = 2;

    /// <summary>Flag: the base itself is finished too, which the last owner had not read to know.</summary>
    public const byte BaseFinished = 4;

    /// <summary>Flag: the number of partitions that the topic had when the group first committed is there.</summary>
    public const byte HasPartitions = 8;

    /// <summary>The largest number of partitions that is written, in three bytes.</summary>
    public const int MaxPartitions = (1 << 21) - 1;

    /// <summary>The longest number: seven of 63 bits in each byte.</summary>
    public const int MaxNumberBytes = 9;

    /// <summary>The length of a topic's id.</summary>
    public const int TopicIdBytes = 16;

    /// <summary>The length of the checksum at the end.</summary>
    public const int ChecksumBytes = sizeof(uint);

    /// <summary>The bytes that fit behind the prefix, at six bits a character.</summary>
    public const int MaxBytes = (OffsetMap.MaxLength - PrefixLength) * 6 / 8;

    /// <summary>What flags, base, topic id, partitions (three bytes), epoch (five bytes) and checksum take at most.</summary>
    private const int MaxBytesBesidePayload = 1 + MaxNumberBytes + TopicIdBytes + 3 + 5 + ChecksumBytes;

    /// <summary>Gets the bytes that fit behind the prefix into a text of a length.</summary>
    public static int BytesIn(int length) => Math.Max(0, (length - PrefixLength) * 6 / 8);

    /// <summary>Gets the payload that always fits into a text of a length, whatever else there is to say; not positive for none.</summary>
    public static int PayloadBytesIn(int length) => BytesIn(length) - MaxBytesBesidePayload;

    /// <summary>CRC-32C: any damage within 32 neighbouring bits is noticed, so any single character.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var part in bytes) crc = BitOperations.Crc32C(crc, part);
        return ~crc;
    }

    /// <summary>Gets how many bytes a number takes.</summary>
    public static int NumberBytes(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Writes a number, seven bits in each byte, the lowest first, the highest bit set if more follow; gets how many bytes it took.</summary>
    public static int WriteNumber(Span<byte> bytes, ulong value)
    {
        var length = 0;
        for (; value >= 128; value >>= 7) bytes[length++] = (byte)(value | 128);
        bytes[length] = (byte)value;
        return length + 1;
    }

    /// <summary>Takes a number off the bytes; false if none is there, or not as <see cref="WriteNumber"/> writes it.</summary>
    public static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out long value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < MaxNumberBytes; i++)
        {
            value |= (bytes[i] & 127L) << (7 * i);
            if (bytes[i] >= 128) continue;
            if (bytes[i] == 0 && i > 0) return false;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
