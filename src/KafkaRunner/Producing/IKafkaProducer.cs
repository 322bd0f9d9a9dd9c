namespace KafkaRunner;

/// <summary>Writes messages to Kafka. One per process, from dependency injection; safe for any number of threads.</summary>
/// <remarks>
/// <para>
/// A value of <c>byte[]</c>, <see cref="ReadOnlyMemory{T}"/> or <see cref="Memory{T}"/> of <c>byte</c> is written as it is, a
/// <c>string</c> as UTF-8, null as a tombstone, and anything else as JSON (<see cref="ProducerOptions.JsonOptions"/>).
/// A key is written as UTF-8; null is no key.
/// </para>
/// <para>
/// Nothing that was accepted is dropped in silence: each message ends with one report, delivered or not. Messages of one partition
/// keep the order in which they were accepted. What is still waiting when the host stops gets
/// <see cref="ProducerOptions.FlushTimeout"/>, and what then remains is failed, counted and logged.
/// </para>
/// </remarks>
public interface IKafkaProducer
{
    /// <summary>Writes a message and waits until the brokers have acknowledged it.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="value">The value; null for a tombstone. Bytes must stay as they are until the task has completed.</param>
    /// <param name="key">The key, which also chooses the partition unless the options do; null for none.</param>
    /// <param name="options">Partition, headers, timestamp; null for none of them.</param>
    /// <param name="cancellationToken">Ends the waiting. A message that was accepted before may be written all the same.</param>
    /// <returns>Where the message now stands.</returns>
    /// <exception cref="MessageDeliveryException">
    /// The message was not acknowledged within <see cref="ProducerOptions.DeliveryTimeout"/>, or was refused.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="ObjectDisposedException">The producer's host has ended.</exception>
    Task<DeliveryResult> DeliverAsync<T>(
        string topic, T value, string? key = null, ProduceOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Accepts a message for delivery in the background and returns.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="value">The value; null for a tombstone. Bytes are copied before the method returns.</param>
    /// <param name="key">The key, which also chooses the partition unless the options do; null for none.</param>
    /// <param name="options">Partition, headers, timestamp; null for none of them.</param>
    /// <param name="onDelivered">
    /// Called once with what became of the message, on a thread of the client: be quick, since later reports wait for it. What it
    /// throws is logged and touches no other message. Without it a failed delivery is logged as an error.
    /// </param>
    /// <remarks>
    /// Blocks the calling thread only while the buffer is full, for up to <see cref="ProducerOptions.BufferTimeout"/>, and when
    /// <see cref="ProduceOptions.PartitionKey"/> is used with a topic for the first time.
    /// Inside <paramref name="onDelivered"/> it never blocks for a full buffer but throws, since that thread makes the room.
    /// </remarks>
    /// <exception cref="MessageDeliveryException">The message was not accepted: it was refused, or the buffer stayed full.</exception>
    /// <exception cref="ObjectDisposedException">The producer's host has ended.</exception>
    void Enqueue<T>(string topic, T value, string? key = null, ProduceOptions? options = null, Action<DeliveryReport>? onDelivered = null);

    /// <summary>Waits until each message that was accepted so far has its report, delivered or not; later ones do not count.</summary>
    /// <param name="cancellationToken">Ends the waiting; the messages stay queued.</param>
    /// <returns>A task that completes with the last of those reports. It does not fail where a delivery did: the reports tell.</returns>
    /// <remarks>Messages that wait for <see cref="ProducerOptions.DeliveryInterval"/> are sent at once.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
