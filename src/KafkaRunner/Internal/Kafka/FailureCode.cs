using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What went wrong, or that nothing did: librdkafka's code, by what it means. Confluent's type for it is seen in this folder only.</summary>
/// <param name="Value">The code itself.</param>
internal readonly record struct FailureCode(ErrorCode Value)
{
    public static FailureCode None => ErrorCode.NoError;

    public static FailureCode TimedOut => ErrorCode.Local_TimedOut;

    public static FailureCode TopicMissing => ErrorCode.UnknownTopicOrPart;

    /// <summary>Gets whether nothing went wrong.</summary>
    public bool IsNone => Value == ErrorCode.NoError;

    public bool IsTopicMissing => Value is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition;

    public bool IsTopicRefused => Value == ErrorCode.TopicAuthorizationFailed;

    /// <summary>Gets whether topic, group or cluster are not to be used by this client.</summary>
    public bool IsRefusal => IsTopicRefused || Value is ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;

    /// <summary>Gets whether no broker can be reached at all.</summary>
    public bool IsOfAllBrokers => Value == ErrorCode.Local_AllBrokersDown;

    /// <summary>Gets whether the brokers are out of reach, or do not let the client in.</summary>
    public bool IsOfConnection => Value is
        ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Resolve or ErrorCode.Local_Authentication
        or ErrorCode.Local_Ssl or ErrorCode.Local_TimedOut or ErrorCode.Local_NodeUpdate or ErrorCode.SaslAuthenticationFailed;

    /// <summary>Gets whether it stays until somebody changes something; that commits go well does not end it.</summary>
    public bool Lasts => IsRefusal || Value is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange or ErrorCode.UnstableOffsetCommit;

    /// <summary>Gets librdkafka's words for it.</summary>
    public string Reason => Value.GetReason();

    public static implicit operator FailureCode(ErrorCode code) => new(code);

    /// <summary>Its name, as logs and metrics have it.</summary>
    public override string ToString() => Value.ToString();
}
