using System.Text;
using System.Text.Json;
using KafkaRunner.Producing;

namespace KafkaRunner.Testing;

/// <summary>A message to give to a <see cref="ConsumerHarness{TConsumer}"/>, as a topic would hold it. Immutable.</summary>
/// <example><code>
/// TestMessage.Of(new Order(1, "red"), key: "1", ("tenant", "blue"))
/// TestMessage.Of("""{"id":1}""") with { Partition = 3, Attempt = 2 }
/// TestMessage.Tombstone("1")
/// </code></example>
public sealed record TestMessage
{
    private readonly Func<JsonSerializerOptions, byte[]?> _value;

    private TestMessage(Func<JsonSerializerOptions, byte[]?> value, string? key, (string Name, string? Text)[] headers)
    {
        _value = value;
        Key = key;
        Headers = [];
        foreach (var (name, text) in headers) Headers.Add(name, text);
    }

    /// <summary>Gets the topic that the message is read from.</summary>
    /// <value>Null, the default, means the first topic of the consumer.</value>
    public string? Topic { get; init; }

    /// <summary>Gets the partition that the message is read from.</summary>
    /// <value>The default is 0. From 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Partition
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the message's offset in its partition.</summary>
    /// <value>Null, the default, means the one after the last that this partition was given, from 0.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long? Offset
    {
        get;
        init
        {
            if (value is { } offset) ArgumentOutOfRangeException.ThrowIfNegative(offset, nameof(value));
            field = value;
        }
    }

    /// <summary>Gets the message's key, which is given as UTF-8.</summary>
    /// <value>Null means that the message has no key.</value>
    public string? Key { get; init; }

    /// <summary>Gets the message's time, kept in milliseconds.</summary>
    /// <value>Null, the default, means now, by the harness's clock.</value>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Gets which attempt at the message this is.</summary>
    /// <value>The default is 1. From 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Attempt
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Gets the message's headers. The consumer gets a copy.</summary>
    /// <value>The default is empty.</value>
    public MessageHeaders Headers { get; init; }

    /// <summary>Makes a message with a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">
    /// Bytes are given as they are, a <c>string</c> as UTF-8 (so JSON text is what a typed consumer reads), null as a tombstone, and
    /// anything else as JSON, written with the options that the consumer reads it with.
    /// </param>
    /// <param name="key">The key, or null for none.</param>
    /// <param name="headers">Names and texts of the headers, in order; a null text is a header without a value.</param>
    /// <returns>The message.</returns>
    public static TestMessage Of<T>(T value, string? key = null, params (string Name, string? Text)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return new TestMessage(json => ValueBytes.Of(value, json), key, headers);
    }

    /// <summary>Makes a message without a value, which says that its key is deleted.</summary>
    /// <param name="key">The key, or null for none.</param>
    /// <param name="headers">Names and texts of the headers, in order; a null text is a header without a value.</param>
    /// <returns>The message.</returns>
    public static TestMessage Tombstone(string? key, params (string Name, string? Text)[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return new TestMessage(_ => null, key, headers);
    }

    /// <summary>Gets the value as the consumer gets it; null for a tombstone.</summary>
    internal byte[]? ValueBytesWith(JsonSerializerOptions json) => _value(json);

    /// <summary>Gets the key as the consumer gets it; null for none.</summary>
    internal byte[]? KeyBytes() => Key is null ? null : Encoding.UTF8.GetBytes(Key);
}
