namespace KafkaRunner.Producing;

/// <summary>One message on its way to the client, as bytes.</summary>
internal sealed class OutgoingMessage(string topic, byte[]? key, byte[]? value, ProduceOptions? options)
{
    public string Topic { get; } = topic;

    public byte[]? Key { get; } = key;

    public byte[]? Value { get; } = value;

    public MessageHeaders? Headers { get; } = options?.Headers;

    public DateTimeOffset? Timestamp { get; } = options?.Timestamp;

    /// <summary>Gets or sets the partition; null leaves it to the client's partitioner.</summary>
    public int? Partition { get; set; } = options?.Partition;

    /// <summary>Gets what chooses the partition instead of the key; null where nothing does or an explicit partition wins.</summary>
    public string? PartitionKey { get; } = options is { Partition: null, PartitionKey.Length: > 0 } ? options.PartitionKey : null;
}
