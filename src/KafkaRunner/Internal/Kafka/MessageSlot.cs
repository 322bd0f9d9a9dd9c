using System.Runtime.CompilerServices;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Holds one message while it is waiting or in work: borrowed from librdkafka, or copied. Used again and again.</summary>
/// <remarks>
/// The worker that owns a slot fills, copies and releases it, never while user code runs. User code reads it through
/// <see cref="Message"/>, which compares <see cref="Version"/> first. Every source fills slots, so nothing native is called here but
/// through <see cref="BorrowedMessage"/>.
/// </remarks>
internal sealed unsafe class MessageSlot(string topic, int partition)
{
    private NativeMessage* _native;     // null when the message is a copy, or the slot is empty
    private ILender? _lender;           // who is to hear of it, where it is not librdkafka
    private byte[]? _copy;              // pinned; what the pointers below point into when it is a copy
    private byte* _key;
    private int _keyLength;
    private byte* _value;
    private int _valueLength;
    private MessageHeaders? _headers;

    public string Topic { get; } = topic;

    public int Partition { get; } = partition;

    public long Offset { get; private set; }

    /// <summary>Gets or sets the attempt that is under way, from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>Gets a number that changes whenever the slot's content stops being valid.</summary>
    public int Version { get; private set; }

    /// <summary>Gets or sets whether the consumer asked for a commit.</summary>
    public bool IsCommitRequested { get; set; }

    /// <summary>Gets or sets whether the consumer said that it is done with this message of its batch.</summary>
    public bool IsMarkedProcessed { get; set; }

    public ReadOnlySpan<byte> Key => new(_key, _keyLength);

    public bool HasKey => _key != null;

    public ReadOnlySpan<byte> Value => new(_value, _valueLength);

    public bool IsTombstone => _value == null;

    public int LeaderEpoch { get; private set; } = -1;

    /// <summary>Gets the time that the message carries; -1 for none.</summary>
    public long TimestampMilliseconds { get; private set; } = -1;

    public DateTimeOffset? Timestamp => TimestampMilliseconds is >= 0 and var milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    public MessageHeaders Headers => _headers ??= ReadHeaders();

    /// <summary>Takes over a native message. It is given back by <see cref="Release"/> or <see cref="Detach"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Borrow(NativeMessage* message, int leaderEpoch, long timestamp)
    {
        _native = message;
        _key = message->Key;
        _keyLength = (int)message->KeyLength;
        _value = message->Payload;
        _valueLength = (int)message->Length;
        Offset = message->Offset;
        LeaderEpoch = leaderEpoch;
        TimestampMilliseconds = timestamp;
        Attempt = 1;
    }

    /// <summary>Fills the slot from memory of our own: a message that no broker sent.</summary>
    public void Fill(long offset, ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool isTombstone, long timestamp, int leaderEpoch, MessageHeaders headers)
    {
        Copy(key, hasKey, value, !isTombstone);
        Offset = offset;
        Attempt = 1;
        LeaderEpoch = leaderEpoch;
        TimestampMilliseconds = timestamp;
        _headers = headers;
    }

    /// <summary>What the slot was filled with counts as borrowed.</summary>
    public void Owe(ILender lender) => _lender = lender;

    /// <summary>Copies what is borrowed and gives it back. Only while the message waits: no one may be reading it.</summary>
    public void Detach()
    {
        if (_lender is not null) GiveBackLent();
        if (_native == null) return;
        _headers ??= ReadHeaders();
        var native = _native;
        Copy(Key, HasKey, Value, !IsTombstone);
        _native = null;
        BorrowedMessage.GiveBack(native);
    }

    /// <summary>Ends the validity of every <see cref="Message"/> made from this slot, though its memory stays.</summary>
    public void Invalidate()
    {
        Version++;
        IsCommitRequested = false;
    }

    /// <summary>Empties the slot and gives back what was borrowed.</summary>
    public void Release()
    {
        Version++;
        IsCommitRequested = IsMarkedProcessed = false;
        _headers = null;
        _copy = null;
        _key = _value = null;
        _keyLength = _valueLength = 0;
        if (_lender is not null) GiveBackLent();
        if (_native == null) return;
        var native = _native;
        _native = null;
        BorrowedMessage.GiveBack(native);
    }

    private void GiveBackLent()
    {
        var lender = _lender!;
        _lender = null;
        lender.GiveBack(this);
    }

    private void Copy(ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue)
    {
        // One byte more, so that an empty key or value has an address of its own.
        var copy = GC.AllocateUninitializedArray<byte>(key.Length + value.Length + 1, pinned: true);
        key.CopyTo(copy);
        value.CopyTo(copy.AsSpan(key.Length));
        var start = (byte*)Unsafe.AsPointer(ref copy[0]);
        (_copy, _keyLength, _valueLength) = (copy, key.Length, value.Length);
        _key = hasKey ? start : null;
        _value = hasValue ? start + key.Length : null;
    }

    private MessageHeaders ReadHeaders()
    {
        var headers = new MessageHeaders();
        if (_native != null) BorrowedMessage.CopyHeaders(_native, headers);
        return headers;
    }
}
