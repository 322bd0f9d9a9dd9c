using Confluent.Kafka;
using KafkaRunner.Configuration;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a client's failure means for its consumer, and what to do, in sentences for people. Pure, but for reading a certificate.</summary>
internal static class FailureSentences
{
    /// <summary>Why a consumer has ended that could not go on after a failure.</summary>
    /// <param name="failure">What the client reports.</param>
    /// <param name="everAssigned">Whether the consumer had partitions.</param>
    /// <param name="consumer">Whose client it is.</param>
    public static string WhyEnded(ClientFailure failure, bool everAssigned, ConsumerDefinition consumer) => failure.Code.Value switch
    {
        ErrorCode.FencedInstanceId =>
            $"{consumer.Name} (group {consumer.GroupId}) was put out of its group: another member has joined with the same group.instance.id, {InstanceId(consumer)}. "
            + "Give each process one of its own, and start again",
        ErrorCode.UnreleasedInstanceId =>
            $"{consumer.Name} cannot join group {consumer.GroupId}: another member already has the group.instance.id {InstanceId(consumer)}. "
            + "Give each process one of its own, or wait until the other's session has ended",
        ErrorCode.GroupIdNotFound when failure.IsFatal && !everAssigned && LibrdkafkaProperties.UsesConsumerProtocol(consumer.Options) =>
            $"{consumer.Name} cannot join group {consumer.GroupId} with group.protocol=consumer: the broker cannot convert a group whose members keep data for their "
            + "assignor, as those with cooperative-sticky do, the default. Stop all of them before you start the first one with it; or start all with "
            + "partition.assignment.strategy=range first, also under Kafka, and change them one by one after that",
        _ when failure.IsFatal => $"The client of {consumer.Name} (group {consumer.GroupId}) failed for good: {failure.Code}: {failure.Text}",
        _ => Explain(failure, consumer),
    };

    /// <summary>What a failure that does not end the consumer means, and what to do: a sentence for the log.</summary>
    public static string Explain(ClientFailure failure, ConsumerDefinition consumer) => failure.Code.Value switch
    {
        ErrorCode.TopicAuthorizationFailed => TopicsRefused(consumer, Named(failure, consumer), failure.Text),
        ErrorCode.GroupAuthorizationFailed =>
            $"{Who(consumer)} may not use the group {consumer.GroupId}: allow Read on it, or set another GroupId ({failure.Text})",
        ErrorCode.ClusterAuthorizationFailed =>
            $"{Who(consumer)} is refused by the cluster: {failure.Text}",
        ErrorCode.InconsistentGroupProtocol =>
            $"{consumer.Name} cannot join group {consumer.GroupId}: others are in it that cannot assign partitions its way, which is {LibrdkafkaProperties.AssignmentStrategyOf(consumer.Options)}; "
            + $"set partition.assignment.strategy under Kafka to theirs (range, for most other frameworks), or give this consumer a GroupId of its own ({failure.Text})",
        ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange =>
            $"{Place(failure)} is not read: the group has no offset for it, or one that is gone from the log, and auto.offset.reset says error. "
            + $"Reset the offsets of group {consumer.GroupId}, or set StartPosition to earliest or latest, and start again ({failure.Text})",
        ErrorCode.UnstableOffsetCommit =>
            $"{Place(failure)} waits to begin: a transaction that commits an offset of it for group {consumer.GroupId} is open. It begins when "
            + $"that transaction ends, at the latest after its producer's transaction.timeout.ms ({failure.Text})",
        _ => failure.Text,
    };

    /// <summary>Why a consumer cannot go on that may read none of its topics.</summary>
    public static string AllRefused(ConsumerDefinition consumer)
    {
        FailureCode code = ErrorCode.TopicAuthorizationFailed;
        var named = consumer.Topics.Count == 1 ? $"the topic {consumer.Topics[0]}" : $"the topics {string.Join(", ", consumer.Topics)}";
        return TopicsRefused(consumer, named, $"Subscribed topics not available: {string.Join(", ", consumer.Topics.Select(t => $"{t}: {code.Reason}"))}");
    }

    private static string TopicsRefused(ConsumerDefinition consumer, string topics, string reason) =>
        $"{Who(consumer)} may not read {topics}: allow Describe and Read on it, or subscribe to another topic ({reason})";

    private static string Who(ConsumerDefinition consumer) => $"{consumer.Name}, which is {Principal.Of(consumer.Options.Kafka)} to the brokers,";

    private static string InstanceId(ConsumerDefinition consumer) => consumer.Options.Kafka.TryGetValue("group.instance.id", out var id) ? id : "(not known)";

    private static string Place(ClientFailure failure) => failure.Partition?.ToString() ?? "a partition";

    private static string Named(ClientFailure failure, ConsumerDefinition consumer)
    {
        var topic = failure.Topic ?? failure.Partition?.Topic ?? (consumer.Topics is [var only] ? only : null);
        return topic is not null ? $"the topic {topic}" : $"one of the topics {string.Join(", ", consumer.Topics)}";
    }
}
