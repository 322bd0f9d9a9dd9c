namespace KafkaRunner.Internal.Kafka;

/// <summary>How a commit went: an error of the whole, or of single partitions.</summary>
/// <remarks>librdkafka sets the first error that it meets for all partitions, also for those that the broker accepted.</remarks>
internal sealed record CommitResult(FailureCode Error, IReadOnlyDictionary<TopicPartition, FailureCode> Partitions)
{
    public FailureCode Of(TopicPartition partition) =>
        Partitions.GetValueOrDefault(partition, FailureCode.None) is { IsNone: false } own ? own : Error;
}
