namespace KafkaRunner.Internal.Kafka;

/// <summary>From our partitions to Confluent's, and back.</summary>
internal static class PartitionNames
{
    public static Confluent.Kafka.TopicPartition ToConfluent(this TopicPartition partition) => new(partition.Topic, partition.Partition);

    public static TopicPartition[] FromConfluent(this IEnumerable<Confluent.Kafka.TopicPartition> partitions) =>
        [.. partitions.Select(p => new TopicPartition(p.Topic, p.Partition.Value))];

    public static TopicPartition[] FromConfluent(this IEnumerable<Confluent.Kafka.TopicPartitionOffset> partitions) =>
        partitions.Select(p => p.TopicPartition).FromConfluent();
}
