using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Checks;

/// <summary>What checkers see of the brokers.</summary>
internal interface ILogs
{
    /// <summary>Gets what is in a partition now, delivered or not; nothing where there is no such partition.</summary>
    IReadOnlyList<LogRecord> Log(TopicPartition partition);

    /// <summary>Gets what the group has committed of a partition; null for nothing.</summary>
    OffsetToCommit? Committed(TopicPartition partition);

    /// <summary>Gets whether a topic has this id now. Where that is not known it is taken for granted.</summary>
    bool IsCurrent(string topic, Guid id);
}
