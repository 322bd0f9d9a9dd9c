using System.Collections;

namespace KafkaRunner;

/// <summary>Typed messages of one partition, in ascending order of their offsets.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <remarks><inheritdoc cref="MessageBatch" path="/remarks"/></remarks>
public sealed class MessageBatch<T> : IReadOnlyList<Message<T>>
{
    private readonly MessageBatch _messages;
    private readonly T?[] _values;

    internal MessageBatch(MessageBatch messages, T?[] values)
    {
        _messages = messages;
        _values = values;
    }

    /// <inheritdoc cref="MessageBatch.Topic"/>
    public string Topic => _messages.Topic;

    /// <inheritdoc cref="MessageBatch.Partition"/>
    public int Partition => _messages.Partition;

    /// <inheritdoc cref="MessageBatch.FirstOffset"/>
    public long FirstOffset => _messages.FirstOffset;

    /// <inheritdoc cref="MessageBatch.LastOffset"/>
    public long LastOffset => _messages.LastOffset;

    /// <inheritdoc cref="MessageBatch.Attempt"/>
    public int Attempt => _messages.Attempt;

    /// <inheritdoc cref="MessageBatch.Count"/>
    public int Count => _messages.Count;

    /// <inheritdoc/>
    public Message<T> this[int index]
    {
        get
        {
            var message = _messages[index];
            return new Message<T>(message, _values[index], hasValue: !message.IsTombstone);
        }
    }

    /// <inheritdoc cref="MessageBatch.Commit"/>
    public void Commit() => _messages.Commit();

    /// <inheritdoc cref="MessageBatch.MarkProcessed"/>
    public void MarkProcessed(Message<T> message) => _messages.MarkProcessed(message.Raw);

    /// <inheritdoc/>
    public IEnumerator<Message<T>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
