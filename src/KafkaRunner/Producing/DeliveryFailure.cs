using Confluent.Kafka;

namespace KafkaRunner.Producing;

/// <summary>From the client's error to an exception that says what to do. Pure.</summary>
internal static class DeliveryFailure
{
    public static MessageDeliveryException Of(string topic, int? partition, Error error, bool mayHaveBeenWritten, ProducerOptions options)
    {
        var place = partition is >= 0 ? $"{topic}[{partition}]" : topic;
        var (reason, advice) = Explain(place, topic, error, options);
        return new MessageDeliveryException(topic, reason, mayHaveBeenWritten, advice, new KafkaException(error));
    }

    /// <summary>The buffer stayed full for <see cref="ProducerOptions.BufferTimeout"/>.</summary>
    public static MessageDeliveryException BufferFull(string topic, ProducerOptions options) => new(
        topic, $"the buffer was full and stayed so for {options.BufferTimeout} (BufferTimeout)", mayHaveBeenWritten: false,
        $"Send slower, see whether {options.Brokers} keeps up, or raise BufferTimeout or queue.buffering.max.messages.");

    /// <summary>The buffer is full, and the caller stands on the thread that would empty it.</summary>
    public static MessageDeliveryException BufferFullInCallback(string topic) => new(
        topic, "the buffer is full, and a delivery callback cannot wait for it, because its thread makes the room", mayHaveBeenWritten: false,
        "Send it from another thread, or await DeliverAsync elsewhere.");

    private static (string Reason, string Advice) Explain(string place, string topic, Error error, ProducerOptions options) => error.Code switch
    {
        ErrorCode.Local_MsgTimedOut => (
            $"no acknowledgement within {options.DeliveryTimeout} (DeliveryTimeout)",
            $"See whether {options.Brokers} can be reached and {place} has a leader, or raise DeliveryTimeout."),
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic => (
            "the topic does not exist",
            $"Create it: kafka-topics.sh --bootstrap-server {options.Brokers} --create --topic {topic} --partitions 1"),
        ErrorCode.Local_UnknownPartition => (
            $"{place} does not exist",
            "Choose a partition that does, or leave the choice to the key."),
        ErrorCode.MsgSizeTooLarge => (
            "it is too large",
            "Make it smaller, or raise message.max.bytes of the producer and max.message.bytes of the topic."),
        ErrorCode.TopicAuthorizationFailed => (
            "the brokers do not let this client write to the topic",
            $"Grant it Write on {topic}, or see whether it signs in as who you think."),
        ErrorCode.TopicException => (
            "this is no topic name",
            "Use 1 to 249 letters, digits, dots, underscores and hyphens."),
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend => (
            $"{place} has too few replicas in sync",
            "Bring the brokers back that hold them, then send it again."),
        ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight => (
            "the producer ended, or was replaced, before it was acknowledged",
            "Send it again; if this happens at stop, raise FlushTimeout."),
        ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.Local_AllBrokersDown => (
            $"{options.Brokers} did not answer ({error.Reason})",
            "See whether the brokers can be reached, then send it again."),
        _ => ($"{error.Reason} ({error.Code})", "Send it again once the cause is mended."),
    };
}
