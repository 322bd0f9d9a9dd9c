using System.Collections;
using System.Text;

namespace KafkaRunner;

/// <summary>The headers of a message: ordered, names may repeat, a null value is distinct from an empty one.</summary>
/// <example><code>new MessageHeaders { { "tenant", "blue" }, { "trace", bytes } }</code></example>
/// <remarks>Not safe for writing from several threads at once.</remarks>
public sealed class MessageHeaders : IReadOnlyList<MessageHeader>
{
    private readonly List<MessageHeader> _headers = [];

    /// <inheritdoc/>
    public int Count => _headers.Count;

    /// <inheritdoc/>
    public MessageHeader this[int index] => _headers[index];

    /// <summary>Gets the text of the last header called <paramref name="name"/>; its case matters.</summary>
    /// <param name="name">The header's name.</param>
    /// <value>Null where there is no such header or it has no value.</value>
    public string? this[string name] => TryGetLast(name, out var header) ? header.Text : null;

    /// <summary>Adds a header with UTF-8 text, after those that are there.</summary>
    /// <param name="name">The header's name, not empty.</param>
    /// <param name="text">The text, or null for a header without a value.</param>
    public void Add(string name, string? text) => Add(name, text is null ? null : Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a header with bytes, after those that are there. The array is not copied.</summary>
    /// <param name="name">The header's name, not empty.</param>
    /// <param name="value">The bytes, or null for a header without a value.</param>
    public void Add(string name, byte[]? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Append(name, value);
    }

    /// <summary>Adds a header as a broker sent it, which may have an empty name.</summary>
    internal void Append(string name, byte[]? value) =>
        // Cast, because a plain null would become an array, and that an empty memory.
        _headers.Add(new MessageHeader(name, value is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(value)));

    /// <summary>Finds the last header of a name.</summary>
    /// <param name="name">The header's name; its case matters.</param>
    /// <param name="header">The header, where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetLast(string name, out MessageHeader header)
    {
        for (var i = _headers.Count - 1; i >= 0; i--)
        {
            if (_headers[i].Name == name)
            {
                header = _headers[i];
                return true;
            }
        }

        header = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<MessageHeader> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
