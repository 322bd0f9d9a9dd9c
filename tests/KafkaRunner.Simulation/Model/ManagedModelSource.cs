using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A partition as the managed client reads it: what the poll thread has brought waits here, and the position is the one of what was read.</summary>
internal sealed class ManagedModelSource(ClientContext context, Fetcher fetcher, Action readable) : IPartitionSource
{
    private const int Most = 50;

    private readonly Queue<LogEntry> _waiting = [];
    private long _position = -1;
    private long _stalePosition = -1;
    private long _lastAdded = -1;
    private bool _isPositionWanted;
    private bool _isDisposed;

    public TopicPartition Partition => fetcher.Partition;

    /// <summary>Gets whether something was fetched, and there is room for it.</summary>
    public bool CanServe => !_isDisposed && _waiting.Count < Most && fetcher.Queue.Count > 0;

    /// <summary>Brings what was fetched, and how far the client is. Poll thread.</summary>
    public void Serve()
    {
        if (_isDisposed) return;
        var wasEmpty = _waiting.Count == 0;
        while (_waiting.Count < Most && fetcher.Queue.Take() is { } entry)
        {
            if (entry.Offset <= _lastAdded) _stalePosition = Math.Max(_stalePosition, fetcher.Queue.Position.Offset);
            _lastAdded = entry.Offset;
            _waiting.Enqueue(entry);
        }

        fetcher.Go();
        if (wasEmpty && _waiting.Count > 0) readable();
        if (!_isPositionWanted || _waiting.Count > 0) return;
        _isPositionWanted = false;
        var position = fetcher.Queue.Position.Offset;
        if (position <= _position || position <= _stalePosition) return;
        _position = position;
        readable();
    }

    /// <summary>Forgets what waits. Poll thread.</summary>
    public void Clear()
    {
        _waiting.Clear();
        (_position, _lastAdded) = (-1, -1);
    }

    public int Read(Span<MessageSlot> slots)
    {
        if (_isDisposed || context.Process.IsKilled) return 0;
        var count = 0;
        while (count < slots.Length && _waiting.TryDequeue(out var entry))
        {
            _position = entry.Offset + 1;
            if (!context.Slots.Fill(slots[count++], entry)) context.Process.World.Fail("a slot is released before it is filled", $"{Partition} at {entry.Offset}");
        }

        return count;
    }

    public ReadPosition Position()
    {
        _isPositionWanted = true;
        return _isDisposed ? ReadPosition.None : new ReadPosition(_position, -1);
    }

    public long LogStart() => fetcher.LogStart;

    public void Dispose()
    {
        _isDisposed = true;
        _waiting.Clear();
    }
}
