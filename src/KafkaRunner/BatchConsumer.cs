namespace KafkaRunner;

/// <summary>Processes raw messages in batches: always of one partition, in ascending order of their offsets.</summary>
/// <inheritdoc cref="Consumer" path="/remarks"/>
public abstract class BatchConsumer : ConsumerBase
{
    /// <summary>Processes one batch. When the task completes all of its messages are finished.</summary>
    /// <param name="batch">The batch, valid until the task completes. Copy what you keep.</param>
    /// <param name="cancellationToken"><inheritdoc cref="Consumer.Process" path="/param[@name='cancellationToken']"/></param>
    /// <returns>A task that completes when the batch has been processed.</returns>
    /// <remarks>
    /// Called on a thread-pool thread. An exception means that the whole batch failed: it is tried again, with growing pauses,
    /// while the other partitions go on.
    /// </remarks>
    public abstract Task Process(MessageBatch batch, CancellationToken cancellationToken);
}
