namespace KafkaRunner;

/// <summary>Processes messages whose value is a <typeparamref name="T"/>, from JSON unless told otherwise.</summary>
/// <typeparam name="T">The type of the value. A consumer never gets null: see <see cref="ProcessTombstone"/>.</typeparam>
/// <inheritdoc cref="Consumer" path="/remarks"/>
public abstract class Consumer<T> : ConsumerBase
{
    /// <summary>Processes one message. When the task completes the message is finished and its offset may be committed.</summary>
    /// <param name="message">The message. Its <see cref="Message{T}.Value"/> is yours to keep; everything else ends with the task.</param>
    /// <param name="cancellationToken"><inheritdoc cref="Consumer.Process" path="/param[@name='cancellationToken']"/></param>
    /// <returns>A task that completes when the message has been processed.</returns>
    /// <remarks><inheritdoc cref="Consumer.Process" path="/remarks"/></remarks>
    public abstract Task Process(Message<T> message, CancellationToken cancellationToken);

    /// <summary>Processes a tombstone: a message without a value, which says that its key is deleted.</summary>
    /// <param name="message">The message. Its value is empty and <see cref="Message.IsTombstone"/> is true.</param>
    /// <param name="cancellationToken"><inheritdoc cref="Consumer.Process" path="/param[@name='cancellationToken']"/></param>
    /// <returns>A task that completes when the tombstone has been processed.</returns>
    /// <remarks>Unless overridden the tombstone counts as finished, and a warning says so once for each topic.</remarks>
    public virtual Task ProcessTombstone(Message message, CancellationToken cancellationToken) => UnhandledTombstone;

    /// <summary>Tells the engine, by identity, that nobody overrode <see cref="ProcessTombstone"/>.</summary>
    internal static Task UnhandledTombstone { get; } = Task.FromResult(new object());
}
