namespace KafkaRunner;

/// <summary>Which partitions an <see cref="IPartitionListener"/> is told of.</summary>
public sealed class PartitionContext
{
    internal PartitionContext(Type consumerType, string groupId, IReadOnlyList<TopicPartition> partitions)
    {
        ConsumerType = consumerType;
        GroupId = groupId;
        Partitions = partitions;
    }

    /// <summary>Gets the consumer's class.</summary>
    public Type ConsumerType { get; }

    /// <summary>Gets the consumer group's id.</summary>
    public string GroupId { get; }

    /// <summary>Gets the partitions; at least one.</summary>
    public IReadOnlyList<TopicPartition> Partitions { get; }
}
