using Confluent.Kafka;
using KafkaRunner.Configuration;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Which failures of a client its consumer cannot go on after. Pure.</summary>
internal static class FatalFailures
{
    /// <summary>Gets whether a failure ends a consumer at once.</summary>
    /// <param name="failure">What the client reports.</param>
    /// <param name="everAssigned">Whether the consumer had partitions: from then on a refusal may be somebody's passing mistake, and other topics go on.</param>
    /// <param name="consumer">Whose client it is.</param>
    public static bool End(ClientFailure failure, bool everAssigned, ConsumerDefinition consumer)
    {
        if (failure.IsFatal || failure.Code.Value is ErrorCode.FencedInstanceId or ErrorCode.UnreleasedInstanceId) return true;
        // Of several topics some may be refused: the others are read.
        return failure.Code.IsRefusal && !everAssigned && !(failure.Code.IsTopicRefused && consumer.Topics.Count > 1);
    }

    /// <summary>How long a failure may last, while a consumer has no partitions, before it ends it: somebody may be about to change something.</summary>
    public static TimeSpan PatienceWith(FailureCode code) => code.Value == ErrorCode.InconsistentGroupProtocol ? TimeSpan.FromMinutes(1) : TimeSpan.MaxValue;
}
