using System.Text;
using System.Text.Json;
using KafkaRunner.Producing;
using KafkaRunner.Testing.Internal;

namespace KafkaRunner.Testing;

/// <summary>A message that was given to a <see cref="FakeKafkaProducer"/>.</summary>
public sealed class ProducedMessage
{
    private readonly JsonSerializerOptions _json;

    internal ProducedMessage(string topic, string? key, byte[]? value, ProduceOptions? options, JsonSerializerOptions json)
    {
        _json = json;
        Topic = topic;
        Key = key;
        if (value is not null) Value = value.ToArray();
        Partition = options?.Partition;
        PartitionKey = options?.PartitionKey;
        Timestamp = options?.Timestamp;
        Headers = (options?.Headers).Copy();
    }

    /// <summary>Gets the topic.</summary>
    public string Topic { get; }

    /// <summary>Gets the key.</summary>
    /// <value>Null where the message has none.</value>
    public string? Key { get; }

    /// <summary>Gets a copy of the bytes that would be written.</summary>
    /// <value>Null for a tombstone.</value>
    public ReadOnlyMemory<byte>? Value { get; }

    /// <summary>Gets the value as UTF-8 text.</summary>
    /// <value>Null for a tombstone.</value>
    public string? Text => Value is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>Gets the partition that was asked for.</summary>
    /// <value>Null where it was left to the key or to chance.</value>
    public int? Partition { get; }

    /// <inheritdoc cref="ProduceOptions.PartitionKey"/>
    public string? PartitionKey { get; }

    /// <summary>Gets the time that was asked for.</summary>
    /// <value>Null where none was.</value>
    public DateTimeOffset? Timestamp { get; }

    /// <summary>Gets a copy of the headers; empty where there are none.</summary>
    public MessageHeaders Headers { get; }

    /// <summary>Reads the value as JSON, with the options that it was written with.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <returns>The value; null where the JSON is <c>null</c>.</returns>
    /// <exception cref="InvalidOperationException">The message is a tombstone.</exception>
    /// <exception cref="JsonException">The value is no JSON of this type.</exception>
    public T? ReadJson<T>() => Value is { } bytes
        ? JsonSerializer.Deserialize<T>(bytes.Span, _json)
        : throw new InvalidOperationException($"The message to {Topic} with key '{Key}' is a tombstone: it has no value.");

    /// <summary>Gets topic, key and text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Topic} {Key ?? "(no key)"}: {Text ?? "(tombstone)"}";

    /// <summary>Makes the message of what a producer was given.</summary>
    internal static ProducedMessage Of<T>(string topic, T value, string? key, ProduceOptions? options, JsonSerializerOptions json)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        if (options?.Partition < 0) throw new ArgumentOutOfRangeException(nameof(options), options.Partition, "Partition counts from 0; null leaves the choice to the key.");
        return new ProducedMessage(topic, key, ValueBytes.Of(value, json), options, json);
    }
}
