using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>One partition's messages as Confluent's <c>Consume()</c> has brought them: a bounded queue, filled by the poll thread.</summary>
internal sealed class ManagedPartitionSource(TopicPartition partition, long maxBytes, Action readable, Action<ManagedPartitionSource> drained) : IPartitionSource
{
    private const int MaxMessages = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<ConsumeResult<byte[]?, byte[]?>> _waiting = [];
    private long _bytes;
    private long _position = -1;
    private long _lastAdded = -1;
    private long _stalePosition = -1;   // the client's, from before the log went back; it does not fall
    private long _logStart = -1;
    private bool _positionWanted;
    private bool _isPaused;
    private bool _disposed;

    public TopicPartition Partition { get; } = partition;

    /// <summary>Adds a message. Poll thread only.</summary>
    /// <param name="message">As it came.</param>
    /// <param name="client">Asks the client, where the message does not simply follow the one before.</param>
    /// <returns>Whether the partition should be paused now.</returns>
    public bool Add(ConsumeResult<byte[]?, byte[]?> message, IManagedPlace client)
    {
        bool wasEmpty, isFull;
        lock (_lock)
        {
            if (_disposed) return false;
            var offset = message.Offset.Value;
            if (offset <= _lastAdded) _stalePosition = Math.Max(_stalePosition, client.PositionOf(Partition));
            if (offset != _lastAdded + 1) _logStart = client.LogStartOf(Partition);
            _lastAdded = offset;
            wasEmpty = _waiting.Count == 0;
            _waiting.Enqueue(message);
            _bytes += SizeOf(message);
            isFull = !_isPaused && (_waiting.Count >= MaxMessages || _bytes >= maxBytes);
            if (isFull) _isPaused = true;
        }

        if (wasEmpty) readable();
        return isFull;
    }

    /// <summary>Forgets what waits: the client reads from elsewhere. Poll thread only.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
            (_bytes, _position, _lastAdded) = (0, -1, -1);
        }
    }

    /// <summary>The partition is read again. Poll thread only.</summary>
    /// <returns>Whether it was paused.</returns>
    public bool Resume()
    {
        lock (_lock)
        {
            var wasPaused = _isPaused;
            _isPaused = false;
            return wasPaused;
        }
    }

    /// <summary>Takes note of how far the client is, where somebody wants to know and nothing waits here. Poll thread only.</summary>
    /// <param name="client">Asks the client.</param>
    public void RefreshPosition(IManagedPlace client)
    {
        lock (_lock)
        {
            if (!_positionWanted || _disposed || _waiting.Count > 0) return;
            _positionWanted = false;
            var position = client.PositionOf(Partition);
            if (position <= _position || position <= _stalePosition) return;
            _position = position;
        }

        readable();     // whoever asked was told less
    }

    public int Read(Span<MessageSlot> slots)
    {
        var count = 0;
        bool isDrained;
        lock (_lock)
        {
            if (_disposed) return 0;
            while (count < slots.Length && _waiting.TryDequeue(out var message))
            {
                _bytes -= SizeOf(message);
                _position = message.Offset.Value + 1;
                Fill(slots[count++], message);
            }

            isDrained = _isPaused && _waiting.Count <= MaxMessages / 2 && _bytes <= maxBytes / 2;
        }

        if (isDrained) drained(this);
        return count;
    }

    public ReadPosition Position()
    {
        lock (_lock)
        {
            _positionWanted = true;
            return _disposed ? ReadPosition.None : new ReadPosition(_position, -1);
        }
    }

    public long LogStart()
    {
        lock (_lock) return _logStart;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _waiting.Clear();
        }
    }

    private static long SizeOf(ConsumeResult<byte[]?, byte[]?> message) => (message.Message.Key?.Length ?? 0) + (message.Message.Value?.Length ?? 0) + 400;

    private static void Fill(MessageSlot slot, ConsumeResult<byte[]?, byte[]?> result)
    {
        var message = result.Message;
        var headers = new MessageHeaders();
        foreach (var header in message.Headers ?? []) headers.Append(header.Key, header.GetValueBytes());
        var timestamp = message.Timestamp.Type == TimestampType.NotAvailable ? -1 : message.Timestamp.UnixTimestampMs;
        slot.Fill(
            result.Offset.Value, message.Key, message.Key is not null, message.Value, message.Value is null, timestamp, result.LeaderEpoch ?? -1, headers);
    }
}
