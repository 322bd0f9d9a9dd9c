namespace KafkaRunner.Testing;

/// <summary>What came of a message that a <see cref="ConsumerHarness{TConsumer}"/> was given.</summary>
public enum MessageState
{
    /// <summary>The consumer has processed it; its offset would be committed.</summary>
    Processed,

    /// <summary>The consumer, a middleware or the making of the consumer threw; it would be tried again.</summary>
    /// <remarks>An <see cref="OutOfMemoryException"/> or a <see cref="KafkaRunnerConfigurationException"/> would end the consumer instead.</remarks>
    Failed,

    /// <summary>Its value cannot be read; its partition would be held at it.</summary>
    Unreadable,

    /// <summary>The consumer gave up because the token asked it to; the message would be read again.</summary>
    Cancelled,

    /// <summary>The consumer never got it: a message before it, in the same batch, cannot be read.</summary>
    NotReached,
}
