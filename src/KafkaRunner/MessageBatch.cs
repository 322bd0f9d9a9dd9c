using System.Collections;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner;

/// <summary>Raw messages of one partition, in ascending order of their offsets.</summary>
/// <remarks>
/// Valid until <c>Process</c> has completed, like its messages; after that it throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class MessageBatch : IReadOnlyList<Message>
{
    private MessageSlot[]? _slots;

    internal MessageBatch(ReadOnlySpan<MessageSlot> slots) => _slots = slots.ToArray();

    /// <summary>Gets the topic that the messages were read from.</summary>
    public string Topic => this[0].Topic;

    /// <summary>Gets the partition that the messages were read from.</summary>
    public int Partition => this[0].Partition;

    /// <summary>Gets the offset of the first message.</summary>
    public long FirstOffset => this[0].Offset;

    /// <summary>Gets the offset of the last message. Offsets in between may be missing: compaction and transactions leave gaps.</summary>
    public long LastOffset => this[Count - 1].Offset;

    /// <summary>Gets which attempt at the first message this is: 1, 2, …</summary>
    public int Attempt => this[0].Attempt;

    /// <summary>Gets the number of messages, at least 1.</summary>
    public int Count => Slots.Length;

    private MessageSlot[] Slots => _slots ?? throw new ObjectDisposedException(
        nameof(MessageBatch), "The batch was given back when Process completed. Copy what you keep before that.");

    /// <inheritdoc/>
    public Message this[int index] => new(Slots[index]);

    /// <inheritdoc/>
    public IEnumerator<Message> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Asks that everything that is finished in the partition be committed as soon as this batch is.</summary>
    /// <remarks><inheritdoc cref="Message.Commit" path="/remarks"/></remarks>
    /// <exception cref="ObjectDisposedException">The batch was given back when <c>Process</c> completed.</exception>
    public void Commit() => this[0].Commit();

    /// <summary>Notes that a message is done: if the batch fails or is cancelled, this one is finished and not processed again.</summary>
    /// <param name="message">One of the batch's messages.</param>
    /// <remarks>Any thread, in any order. A batch that completes is finished whole, marked or not.</remarks>
    /// <exception cref="ArgumentException">The message is not one of this partition.</exception>
    /// <exception cref="ObjectDisposedException">The batch was given back when <c>Process</c> completed.</exception>
    public void MarkProcessed(Message message)
    {
        if (message.Topic != Topic || message.Partition != Partition)
        {
            throw new ArgumentException($"{message} is not of this batch, which is of {Topic}[{Partition}].", nameof(message));
        }

        message.MarkProcessed();
    }

    /// <summary>Ends the batch's validity.</summary>
    internal void Close() => _slots = null;
}
