namespace KafkaRunner;

/// <summary>Processes typed messages in batches: always of one partition, in ascending order of their offsets.</summary>
/// <typeparam name="T">The type of the values. A tombstone keeps its place, see <see cref="Message{T}.IsTombstone"/>.</typeparam>
/// <inheritdoc cref="Consumer" path="/remarks"/>
public abstract class BatchConsumer<T> : ConsumerBase
{
    /// <summary>Processes one batch. When the task completes all of its messages are finished.</summary>
    /// <param name="batch">The batch, valid until the task completes. Its values are yours to keep.</param>
    /// <param name="cancellationToken"><inheritdoc cref="Consumer.Process" path="/param[@name='cancellationToken']"/></param>
    /// <returns>A task that completes when the batch has been processed.</returns>
    /// <remarks>
    /// <inheritdoc cref="BatchConsumer.Process" path="/remarks"/>
    /// A message whose value cannot be read ends the batch before it: what is before it is processed, then the partition is held there.
    /// </remarks>
    public abstract Task Process(MessageBatch<T> batch, CancellationToken cancellationToken);
}
