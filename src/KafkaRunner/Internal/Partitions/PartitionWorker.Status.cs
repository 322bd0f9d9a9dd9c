using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What others may ask, from any thread.</summary>
internal sealed partial class PartitionWorker
{
    /// <summary>Gets what is known of the partition's offsets. Only where nothing is read or in work: the worker's lock guards it.</summary>
    public OffsetTracker Offsets => _log.Tracker;

    /// <summary>Gets whether nothing more is begun.</summary>
    public bool IsStopping => _state.IsStopping;

    /// <summary>Gets whether the partition is someone else's.</summary>
    public bool IsGivenUp => _state.IsGivenUp;

    /// <summary>Gets a token that is cancelled when the partition is given up, or what is in work is asked to end.</summary>
    public CancellationToken GivenUp => _state.Cancelled;

    /// <summary>Gets whether it is known where the partition begins.</summary>
    public bool HasBegun
    {
        get
        {
            lock (_state.Lock) return _gate.IsKnown;
        }
    }

    /// <inheritdoc cref="PartitionReader.LastRead"/>
    public long LastRead => _reader.LastRead;

    /// <summary>Gets how many messages or batches are in <c>Process</c>.</summary>
    public int InWork
    {
        get
        {
            lock (_state.Lock) return _backlog.InWork;
        }
    }

    /// <inheritdoc cref="LogLife.IsReplaced"/>
    public bool IsReplaced(Guid now)
    {
        lock (_state.Lock) return _log.IsReplaced(now);
    }

    /// <inheritdoc cref="PartitionStatus.Snapshot"/>
    public PartitionSnapshot Snapshot((long Offset, TimeSpan Running)? oldest) => _status.Snapshot(oldest);
}
