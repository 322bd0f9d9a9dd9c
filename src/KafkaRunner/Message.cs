using KafkaRunner.Internal.Kafka;

namespace KafkaRunner;

/// <summary>A raw message: key, value and headers as Kafka delivered them.</summary>
/// <remarks>
/// Its memory is borrowed from the client and valid until <c>Process</c> has completed. A member that is read after that throws
/// <see cref="ObjectDisposedException"/>. A span that was taken before, and leaks into work that outlives <c>Process</c>,
/// cannot be checked: copy what you keep. Any thread may read a message while it is being processed.
/// </remarks>
public readonly struct Message : IEquatable<Message>
{
    private readonly MessageSlot _slot;
    private readonly int _version;

    internal Message(MessageSlot slot)
    {
        _slot = slot;
        _version = slot.Version;
    }

    /// <summary>Gets the topic that the message was read from.</summary>
    public string Topic => Slot.Topic;

    /// <summary>Gets the partition that the message was read from.</summary>
    public int Partition => Slot.Partition;

    /// <summary>Gets the message's offset in its partition.</summary>
    public long Offset => Slot.Offset;

    /// <summary>Gets when the message was created or, where the topic says so, appended; in UTC with milliseconds.</summary>
    /// <value>Null where the message has no timestamp.</value>
    public DateTimeOffset? Timestamp => Slot.Timestamp;

    /// <summary>Gets the key's bytes; empty both for an empty key and for none, see <see cref="HasKey"/>.</summary>
    public ReadOnlySpan<byte> Key => Slot.Key;

    /// <summary>Gets whether the message has a key, be it an empty one.</summary>
    public bool HasKey => Slot.HasKey;

    /// <summary>Gets the value's bytes; empty both for an empty value and for none, see <see cref="IsTombstone"/>.</summary>
    public ReadOnlySpan<byte> Value => Slot.Value;

    /// <summary>Gets whether the message has no value at all, which says that its key is deleted.</summary>
    public bool IsTombstone => Slot.IsTombstone;

    /// <summary>Gets the headers, in order, with duplicates. They are copied when first asked for, and yours to keep.</summary>
    public MessageHeaders Headers => Slot.Headers;

    /// <summary>Gets which attempt at this message this is: 1, 2, …</summary>
    public int Attempt => Slot.Attempt;

    /// <summary>Gets the leader epoch under which the message was appended.</summary>
    /// <value>Null where the broker does not tell.</value>
    public int? LeaderEpoch => Slot.LeaderEpoch is >= 0 and var epoch ? epoch : null;

    /// <summary>
    /// Asks that everything that is finished in the message's partition be committed as soon as this message is.
    /// </summary>
    /// <remarks>
    /// With <see cref="CommitMode.Manual"/> nothing else is ever committed; otherwise it saves the wait for the interval. It takes
    /// effect when <c>Process</c> completes, and none when it fails.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The message was given back when <c>Process</c> completed.</exception>
    public void Commit() => Slot.IsCommitRequested = true;

    /// <summary>Notes that the consumer is done with it, whatever becomes of its batch.</summary>
    internal void MarkProcessed() => Slot.IsMarkedProcessed = true;

    private MessageSlot Slot => _slot is { } slot && slot.Version == _version ? slot : throw Gone();

    /// <inheritdoc/>
    public bool Equals(Message other) => ReferenceEquals(_slot, other._slot) && _version == other._version;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Message other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_slot, _version);

    /// <summary>Gets the message's place, like <c>orders[3] at 42</c>.</summary>
    /// <returns>The place, or a note that the message is no longer valid.</returns>
    public override string ToString() =>
        _slot is { } slot && slot.Version == _version ? $"{slot.Topic}[{slot.Partition}] at {slot.Offset}" : "a message that was given back";

    /// <summary>Compares two messages by identity.</summary>
    /// <param name="left">One message.</param>
    /// <param name="right">Another message.</param>
    /// <returns>Whether both are the same message of the same attempt.</returns>
    public static bool operator ==(Message left, Message right) => left.Equals(right);

    /// <summary>Compares two messages by identity.</summary>
    /// <param name="left">One message.</param>
    /// <param name="right">Another message.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Message left, Message right) => !left.Equals(right);

    private static ObjectDisposedException Gone() => new(
        nameof(Message),
        "The message was given back when Process completed. Copy what you keep (its Value, Key or Headers) before that.");
}
