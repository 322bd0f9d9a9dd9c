using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What others may ask, from any thread.</summary>
internal sealed partial class PartitionWorker
{
    /// <summary>Gets what is known of the partition's offsets. Only where nothing is read or in work: the worker's lock guards it.</summary>
    public OffsetTracker Offsets => _offsets;

    /// <summary>Gets whether nothing more is begun.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Gets whether the partition is someone else's.</summary>
    public bool IsGivenUp => _isGivenUp;

    /// <summary>
    /// Gets whether the topic is another one now, and its log is not read from its beginning anyway, because it is shorter and went back to there. Then
    /// it goes on, and its commits name the new topic.
    /// </summary>
    /// <param name="now">The topic's id.</param>
    public bool IsReplaced(Guid now)
    {
        lock (_lock)
        {
            if (_topicId is not { } then || then == now) return false;
            if (!_isAtStart) return true;
            _topicId = now;
            _offsets.NoteStart();
            return false;
        }
    }

    /// <summary>Gets a token that is cancelled when the partition is given up, or what is in work is asked to end.</summary>
    public CancellationToken GivenUp => _cancel.Token;

    /// <summary>Gets whether it is known where the partition begins.</summary>
    public bool HasBegun
    {
        get
        {
            lock (_lock) return _hasBegun;
        }
    }

    /// <summary>Gets when something was last read, by the context's clock.</summary>
    public long LastRead => Volatile.Read(ref _chunkRead);

    /// <summary>Gets how many messages or batches are in <c>Process</c>.</summary>
    public int InWork
    {
        get
        {
            lock (_lock) return _inWork;
        }
    }

    /// <summary>Gets where the partition stands.</summary>
    /// <param name="oldest">What of it has been in work for longest, or null.</param>
    public PartitionSnapshot Snapshot((long Offset, TimeSpan Running)? oldest)
    {
        lock (_lock)
        {
            foreach (var permit in _runs) NoteRun(permit);
            return new PartitionSnapshot
            {
                Partition = Partition,
                InWork = _inWork - _announced.Count,
                Waiting = _lanes.Waiting + _announced.Sum(permit => permit.Messages.Count) + _runs.Sum(permit => permit.Messages.Count - permit.Finished - 1),
                Unfinished = _offsets.Unfinished,
                Retrying = _due.Concat(_retries.UnorderedItems.Select(r => r.Element)).Sum(r => r.Messages.Length),
                Held = _held.Count,
                FinishedBeyond = _offsets.FinishedBeyond,
                NextOffset = OrNull(_offsets.Next.Offset),
                CommittedOffset = OrNull(_committedOffset),
                IsFull = _isFull,
                OldestOffset = oldest?.Offset,
                OldestRunning = oldest?.Running,
            };
        }
    }

    /// <summary>Tells of a handler that holds its thread, the first of its consumer. The line is written on the pool: whoever keeps it may wait.</summary>
    /// <param name="offset">Where it is.</param>
    /// <param name="running">For how long.</param>
    public void NameBlocking(long offset, TimeSpan running)
    {
        if (!_context.TryNameBlocking()) return;
        ThreadPool.UnsafeQueueUserWorkItem(
            _ => _context.Logger.HandlerBlocks(Partition.Topic, Partition.Partition, offset, _context.Consumer.Name, running.TotalSeconds), null);
    }

    private static long? OrNull(long offset) => offset < 0 ? null : offset;
}
