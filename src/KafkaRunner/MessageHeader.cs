using System.Text;

namespace KafkaRunner;

/// <summary>One header of a message: a name and bytes that may be absent.</summary>
/// <param name="Name">The header's name. Names may repeat.</param>
/// <param name="Value">The header's bytes. Null is distinct from empty.</param>
public readonly record struct MessageHeader(string Name, ReadOnlyMemory<byte>? Value)
{
    /// <summary>Gets the value as UTF-8 text, or null where there is none.</summary>
    public string? Text => Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
