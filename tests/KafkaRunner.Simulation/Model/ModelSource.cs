using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A partition's own queue, as the native client opens it. All that open a partition read one queue.</summary>
internal sealed class ModelSource : IPartitionSource
{
    private readonly Process _process;
    private readonly Fetcher _fetcher;
    private bool _isDisposed;

    public ModelSource(Process process, Fetcher fetcher, Action readable)
    {
        (_process, _fetcher) = (process, fetcher);
        _fetcher.Queue.Readable = readable;
        if (_fetcher.Queue.Count > 0) _process.Later(TimeSpan.Zero, $"{Partition} has something", () => _fetcher.Queue.Readable?.Invoke());
    }

    public TopicPartition Partition => _fetcher.Partition;

    public int Read(Span<MessageSlot> slots)
    {
        if (_isDisposed || _process.IsKilled) return 0;
        var count = _fetcher.Queue.Read(slots);
        _fetcher.Go();
        return count;
    }

    public ReadPosition Position() => _isDisposed ? ReadPosition.None : _fetcher.Queue.Position;

    public long LogStart() => _isDisposed ? -1 : _fetcher.LogStart;

    /// <summary>Gives the queue back. What was fetched is discarded, and nobody is called any more.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _fetcher.Queue.Readable = null;
        while (_fetcher.Queue.Take() is not null) { }
        _fetcher.Go();
    }
}
