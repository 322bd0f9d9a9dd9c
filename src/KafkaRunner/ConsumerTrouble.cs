namespace KafkaRunner;

/// <summary>Something that keeps a consumer from its work, and does not end it.</summary>
public sealed class ConsumerTrouble
{
    /// <summary>Gets what it is: <c>connection</c>, or librdkafka's error code and the place, like <c>TopicAuthorizationFailed orders[3]</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Gets what is wrong, and what to do.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the partition concerned, or null where it is not one partition's.</summary>
    public TopicPartition? Partition { get; init; }

    /// <summary>Gets when it was first noticed.</summary>
    public required DateTimeOffset Since { get; init; }
}
