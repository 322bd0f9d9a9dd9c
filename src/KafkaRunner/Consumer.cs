namespace KafkaRunner;

/// <summary>Processes raw messages, one at a time: bytes as Kafka sent them, borrowed, not copied.</summary>
/// <remarks>
/// An instance is created by dependency injection for each attempt, unless <see cref="ConsumerLifetime.Singleton"/> says otherwise.
/// Messages of one partition come in order, one after the other; partitions run in parallel.
/// </remarks>
public abstract class Consumer : ConsumerBase
{
    /// <summary>Processes one message. When the task completes the message is finished and its offset may be committed.</summary>
    /// <param name="message">The message, valid until the task completes. Copy what you keep.</param>
    /// <param name="cancellationToken">
    /// Signalled when the partition was lost, or when a revocation or a stop has waited for as long as it may.
    /// </param>
    /// <returns>A task that completes when the message has been processed.</returns>
    /// <remarks>
    /// Called on a thread-pool thread. An exception means that the message failed: it is tried again, with growing
    /// pauses, while the other partitions go on.
    /// </remarks>
    public abstract Task Process(Message message, CancellationToken cancellationToken);
}
