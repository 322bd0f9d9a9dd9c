using System.Runtime.InteropServices;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Makes of a key the number that its lane is found by. Two keys of one number share a lane, which only costs time.</summary>
internal static class KeyHash
{
    public static ulong Of(ReadOnlySpan<byte> key)
    {
        // Up to 8 bytes are the number itself; the length tells "a" from "a\0".
        if (key.Length < sizeof(ulong))
        {
            Span<byte> padded = stackalloc byte[sizeof(ulong)];
            padded.Clear();
            key.CopyTo(padded);
            padded[^1] = (byte)key.Length;
            return MemoryMarshal.Read<ulong>(padded);
        }

        // HashCode gives 32 bits; the key's end and length stand for the others.
        var hash = new HashCode();
        hash.AddBytes(key);
        var end = MemoryMarshal.Read<uint>(key[^sizeof(uint)..]);
        return ((ulong)(uint)hash.ToHashCode() << 32) | (end ^ (uint)(key.Length << 24));
    }
}
