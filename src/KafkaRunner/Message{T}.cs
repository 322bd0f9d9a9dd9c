using System.Text;

namespace KafkaRunner;

/// <summary>A message whose value was read as a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>
/// The value is an object of your own, to keep. Everything else is read from the message's borrowed memory when asked for,
/// and throws <see cref="ObjectDisposedException"/> once <c>Process</c> has completed.
/// </remarks>
public readonly struct Message<T> : IEquatable<Message<T>>
{
    private readonly Message _message;
    private readonly T? _value;
    private readonly bool _hasValue;

    internal Message(Message message, T? value, bool hasValue = true)
    {
        _message = message;
        _value = value;
        _hasValue = hasValue;
    }

    /// <inheritdoc cref="Message.Topic"/>
    public string Topic => _message.Topic;

    /// <inheritdoc cref="Message.Partition"/>
    public int Partition => _message.Partition;

    /// <inheritdoc cref="Message.Offset"/>
    public long Offset => _message.Offset;

    /// <inheritdoc cref="Message.Timestamp"/>
    public DateTimeOffset? Timestamp => _message.Timestamp;

    /// <summary>Gets the key as UTF-8 text, decoded at each call.</summary>
    /// <value>Null where the message has no key.</value>
    public string? Key => _message.HasKey ? Encoding.UTF8.GetString(_message.Key) : null;

    /// <summary>Gets the key's bytes, borrowed until <c>Process</c> has completed; empty both for an empty key and for none.</summary>
    public ReadOnlySpan<byte> KeySpan => _message.Key;

    /// <summary>Gets the value, never null.</summary>
    /// <exception cref="InvalidOperationException">The message is a tombstone, in a batch: ask <see cref="IsTombstone"/> first.</exception>
    public T Value => _hasValue ? _value! : throw new InvalidOperationException(
        $"{_message} is a tombstone: it has no value. Ask IsTombstone before reading Value.");

    /// <inheritdoc cref="Message.IsTombstone"/>
    /// <remarks>Only in a batch: <see cref="Consumer{T}"/> gets its tombstones by <see cref="Consumer{T}.ProcessTombstone"/>.</remarks>
    public bool IsTombstone => _message.IsTombstone;

    /// <inheritdoc cref="Message.Headers"/>
    public MessageHeaders Headers => _message.Headers;

    /// <inheritdoc cref="Message.Attempt"/>
    public int Attempt => _message.Attempt;

    /// <inheritdoc cref="Message.LeaderEpoch"/>
    public int? LeaderEpoch => _message.LeaderEpoch;

    /// <inheritdoc cref="Message.Commit"/>
    public void Commit() => _message.Commit();

    /// <summary>Gets the message as it was read.</summary>
    internal Message Raw => _message;

    /// <inheritdoc/>
    public bool Equals(Message<T> other) => _message.Equals(other._message);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Message<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _message.GetHashCode();

    /// <inheritdoc cref="Message.ToString"/>
    public override string ToString() => _message.ToString();

    /// <inheritdoc cref="Message.op_Equality"/>
    public static bool operator ==(Message<T> left, Message<T> right) => left.Equals(right);

    /// <inheritdoc cref="Message.op_Inequality"/>
    public static bool operator !=(Message<T> left, Message<T> right) => !left.Equals(right);
}
