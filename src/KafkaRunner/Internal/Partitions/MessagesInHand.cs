using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// The messages that a worker has read and not finished: a chunk for a consumer of single messages, a batch that grows to its
/// size or its time for a batch consumer. Used by its worker alone.
/// </summary>
internal sealed class MessagesInHand
{
    private static readonly TimeSpan LongestBorrow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(1);

    private readonly TopicPartition _partition;
    private readonly ConsumerOptions _options;
    private readonly bool _isBatch;
    private readonly TimeProvider _time;
    private readonly ChunkSizer _sizer = new();
    private readonly ITimer? _full;     // wakes the worker when a batch has waited for long enough
    private MessageSlot[] _slots = [];
    private int _first;
    private int _end;
    private int _taken;
    private long _bytes;
    private long _since;

    public MessagesInHand(TopicPartition partition, ConsumerDefinition consumer, TimeProvider time, Action wake)
    {
        (_partition, _options, _isBatch, _time) = (partition, consumer.Options, consumer.IsBatch, time);
        if (_isBatch) _full = time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count => _end - _first;

    public MessageSlot First => _slots[_first];

    public MessageSlot this[int index] => _slots[_first + index];

    /// <summary>Gets what the next call of the consumer is for: one message, or the whole batch.</summary>
    public ReadOnlyMemory<MessageSlot> NextUnit => _slots.AsMemory(_first, _isBatch ? Count : 1);

    /// <summary>Gets whether there is something that need not wait for more.</summary>
    public bool IsReady => Count > 0 && (!_isBatch || Count >= _options.BatchSize || _time.GetElapsedTime(_since) >= _options.BatchWait);

    /// <summary>Gets whether the last chunk was as large as it may be, so that there is probably more.</summary>
    public bool WasFull => _taken >= (_isBatch ? _options.BatchSize : _sizer.Size);

    /// <summary>Reads what there is room for, up to what the source has.</summary>
    public int Fill(IPartitionSource source)
    {
        if (Count == 0) _first = _end = 0;
        var room = (_isBatch ? _options.BatchSize : _sizer.Size) - Count;
        if (room <= 0) return 0;
        MakeSlots(_end + Math.Min(room, ChunkSizer.Most));
        var read = source.Read(_slots.AsSpan(_end, Math.Min(room, ChunkSizer.Most)));
        if (read == 0) return 0;
        if (Count == 0) _since = _time.GetTimestamp();
        _end += read;
        if (_isBatch && _options.BatchWait > LongestBorrow) Detach();   // what waits for long is copied
        return read;
    }

    /// <summary>Has the worker woken when a batch in hand has waited for long enough. Each time before it rests: timers may be early.</summary>
    public void WakeWhenDue()
    {
        if (_full is null || Count == 0) return;
        var left = _options.BatchWait - _time.GetElapsedTime(_since);
        _full.Change(left > LeastWait ? left : LeastWait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Processing of what is in hand begins.</summary>
    public void Begin()
    {
        _since = _time.GetTimestamp();
        _taken = Count;
        _bytes = 0;
        for (var i = _first; i < _end; i++) _bytes += _slots[i].Value.Length;
    }

    /// <summary>Processing of what was in hand is over: the next chunk may be larger, or must be smaller.</summary>
    public void Learn() => _sizer.Learn(_taken, _bytes, _time.GetElapsedTime(_since));

    /// <summary>Copies what is borrowed and gives it back: it will wait.</summary>
    public void Detach()
    {
        for (var i = _first; i < _end; i++) _slots[i].Detach();
    }

    /// <summary>Makes the first messages those of the next attempt.</summary>
    public void BeginNextAttempt()
    {
        foreach (var slot in NextUnit.Span)
        {
            slot.Invalidate();
            slot.Attempt++;
        }
    }

    /// <summary>The first messages are finished.</summary>
    public void ReleaseFirst(int messages)
    {
        for (var last = _first + messages; _first < last; _first++) _slots[_first].Release();
        // A slow handler must not keep what is behind it borrowed.
        if (Count > 0 && _time.GetElapsedTime(_since) > LongestBorrow) Detach();
    }

    /// <summary>Gives everything back, unfinished.</summary>
    public void Release()
    {
        ReleaseFirst(Count);
        _full?.Dispose();
    }

    private void MakeSlots(int count)
    {
        if (_slots.Length >= count) return;
        var had = _slots.Length;
        Array.Resize(ref _slots, Math.Max(count, Math.Min(had * 2, _isBatch ? _options.BatchSize : ChunkSizer.Most)));
        for (var i = had; i < _slots.Length; i++) _slots[i] = new MessageSlot(_partition.Topic, _partition.Partition);
    }
}
