using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace KafkaRunner.Producing;

/// <summary>From a value to the bytes that are written. Pure.</summary>
internal static class ValueBytes
{
    /// <returns>The bytes; null for a tombstone. Bytes that were given whole are not copied.</returns>
    public static byte[]? Of<T>(T value, JsonSerializerOptions? json) => value switch
    {
        null => null,
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> memory => Of(memory),
        Memory<byte> memory => Of(memory),
        string text => Encoding.UTF8.GetBytes(text),
        _ => JsonSerializer.SerializeToUtf8Bytes(value, json ?? JsonSerializerOptions.Web),
    };

    public static byte[] Of(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var part) && part.Array is { } array && part.Count == array.Length ? array : memory.ToArray();
}
