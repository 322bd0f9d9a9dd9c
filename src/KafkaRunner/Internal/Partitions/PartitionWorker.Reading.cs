using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Reading: when there is a use for more messages, and room.</summary>
internal sealed partial class PartitionWorker
{
    private static readonly TimeSpan LongestBorrow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(1);

    private readonly ChunkSizer _sizer;
    private readonly Trouble _admission;
    private MessageSlot[] _slots = [];          // of the reader
    private PendingMessage[] _chunk = [];       // of the reader
    private PendingMessage? _pool;
    private int _isReading;
    private volatile bool _mayHaveMore = true;
    private volatile bool _positionWanted;
    private volatile bool _wasActive;           // since the position was last wanted
    private volatile bool _isSweeping;
    private bool _wasCutOff;                    // something was read and not taken in, so the position says too much
    private bool _isGapKnown;                   // of this chunk one was looked into
    private bool _isAtStart;                    // the log went back to its start
    private long _heldBytes;
    private long _chunkRead;
    private int _chunkCount;
    private long _chunkBytes;
    private bool _isFull;

    /// <summary>
    /// Has the worker look soon how far reading has come, if anything was read since the last time: the markers of transactions
    /// are read but not delivered, and the end of what is finished is behind them.
    /// </summary>
    public void WantPosition()
    {
        if (!_wasActive) return;
        _positionWanted = true;
        Signal();
    }

    /// <summary>Has the worker copy, where it must, what waits for long, so that the fetch that it came with can be freed. About once a second.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            if (_offsets.Lowest is not PendingMessage lowest || _context.Time.GetElapsedTime(lowest.ReadAt) < LongestBorrow) return;
        }

        _isSweeping = true;
        Signal();
    }

    // On any thread, also one of librdkafka's.
    private void OnReadable()
    {
        _mayHaveMore = _wasActive = true;
        Signal();
    }

    /// <summary>Reads a chunk where there is a use for it. Gets whether it is worth looking again.</summary>
    private bool TryRead(bool ranOut = false)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0) return false;
        var read = 0;
        try
        {
            var wanted = PrepareChunk(ranOut);
            if (wanted > 0)
            {
                _mayHaveMore = false;       // before reading: what arrives meanwhile says so again
                read = _source.Read(_slots.AsSpan(0, wanted));
                if (read > 0) _mayHaveMore = true;
            }

            if (read > 0) TakeIn(read);
            else if (_positionWanted) LookAtPosition();
        }
        catch
        {
            _wasCutOff = true;
            foreach (var message in _chunk) message?.Slot.Release();
            throw;
        }
        finally
        {
            Interlocked.Exchange(ref _isReading, 0);
            if (_isStopping) EndIfQuiet();
        }

        return read > 0 || (_mayHaveMore && IsMoreWanted());
    }

    private bool IsMoreWanted()
    {
        lock (_lock) return Wanted() > 0;
    }

    private int PrepareChunk(bool ranOut)
    {
        lock (_lock)
        {
            if (ranOut && _chunkCount > 0) _sizer.Learn(_chunkCount, _chunkBytes, _context.Time.GetElapsedTime(_chunkRead));
            _chunkCount = 0;
            var wanted = _mayHaveMore ? Wanted() : 0;
            if (_chunk.Length < wanted)
            {
                Array.Resize(ref _chunk, wanted);
                Array.Resize(ref _slots, wanted);
            }

            for (var i = 0; i < wanted; i++)
            {
                if (_chunk[i] is null) _chunk[i] = Rent();
                _slots[i] = _chunk[i].Slot;
            }

            return wanted;
        }
    }

    // Under the lock.
    private int Wanted()
    {
        if (_isStopping || !_isOpen) return 0;
        var options = _context.Consumer.Options;
        int use;
        if (IsBatch) use = options.BatchSize - (_ordering == Ordering.Partition ? _lanes.Waiting : _lanes.Available);
        else if (_ordering == Ordering.Partition) use = _lanes.Waiting == 0 ? _sizer.Size : 0;
        else use = _lanes.Ready == 0 ? _sizer.Size : 0;
        use = Math.Min(use, ChunkSizer.Most);
        if (use <= 0) return 0;

        var held = Math.Max(_lanes.Waiting + _inWork + _awaiting.Count, _offsets.Unfinished);
        var room = Math.Min(use, options.MaxReadAhead - held);
        if (_heldBytes >= _context.MaxHeldBytes && held > 0) room = 0;
        if (room > 0 && _context.Metadata.HoldsMaps) room = RoomInMap(room);
        NoteAdmission(room <= 0);
        return Math.Max(0, room);
    }

    // What the partition's last owner had read had room in the map already, so it has again.
    private int RoomInMap(int wanted)
    {
        if (_offsets.Inherited.End > _offsets.End) return (int)Math.Min(wanted, _offsets.Inherited.End - Math.Max(_offsets.End, 0));
        var (divides, span) = ToBeMapped;
        return OffsetMap.Room(divides, span, wanted, _context.Metadata.Length);
    }

    private void NoteAdmission(bool isFull)
    {
        if (isFull == _isFull) return;
        _isFull = isFull;
        if (!isFull) return;
        if (IsBatch) Signal();      // the batch that waits cannot become larger
        _context.Telemetry.AdmissionStopped(_tags);
        if (_admission.Tell())
        {
            _context.Logger.ReadAheadFull(Partition.Topic, Partition.Partition, _offsets.Next.Offset, _offsets.Unfinished, _offsets.FinishedBeyond);
        }
    }

    private void TakeIn(int count)
    {
        // What needs no lock first.
        var now = _context.Time.GetTimestamp();
        var byKey = _ordering == Ordering.Key;
        long bytes = 0;
        for (var i = 0; i < count; i++)
        {
            var (message, slot) = (_chunk[i], _slots[i]);
            message.ReadAt = now;
            message.LeaderEpoch = slot.LeaderEpoch;
            message.Timestamp = slot.TimestampMilliseconds;
            message.IsForgotten = false;
            message.Bytes = slot.Key.Length + slot.Value.Length;
            message.InWorkSince = 0;
            message.Key = byKey && slot.HasKey ? KeyHash.Of(slot.Key) : null;
            bytes += message.Bytes;
        }

        _wasActive = true;
        _context.Telemetry.Consumed(_tags, count);
        (_chunkCount, _chunkBytes) = (count, bytes);
        Volatile.Write(ref _chunkRead, now);
        lock (_lock)
        {
            _isGapKnown = false;
            for (var i = 0; i < count; i++)
            {
                var message = _chunk[i];
                _chunk[i] = null!;
                try
                {
                    TakeIn(message);
                }
                catch
                {
                    if (_offsets.Find(message.Offset) != message) message.Slot.Release();       // nobody else knows of it
                    throw;
                }
            }
        }
    }

    private void TakeIn(PendingMessage message)
    {
        if (_isStopping)
        {
            _wasCutOff = true;
            message.Slot.Release();
            return;
        }

        if (_offsets.IsBehind(message.Offset))
        {
            if (IsRepetition(message))
            {
                message.Slot.Release();     // librdkafka does that at times
                Return(message);
                return;
            }

            GoBackTo(message.Offset, message.LeaderEpoch);
        }
        else if (message.Offset > _offsets.End && !_isGapKnown)
        {
            LookIntoGap(message.Offset);
        }

        if (WasFinished(message))
        {
            _offsets.AddFinished(message.Offset, message.LeaderEpoch);
            message.Slot.Release();
            Return(message);
            return;
        }

        _heldBytes += message.Bytes;
        _offsets.Add(message);
        _lanes.Add(message, message.Key);
    }

    // Under at-most-once delivery what has begun is not tracked any more. There the leader epoch alone decides, where a topic that was made anew
    // would be known by its id.
    private bool IsRepetition(PendingMessage message) => IsAtMostOnce && _topicId is not null
        ? message.LeaderEpoch >= 0 && message.LeaderEpoch <= _offsets.EndLeaderEpoch
        : _offsets.Find(message.Offset) is PendingMessage known && known.IsSameAs(message);

    // Compaction and transactions leave gaps all the time, but behind the log's start they do not count as read.
    private void LookIntoGap(long offset)
    {
        _isGapKnown = true;
        if (_offsets.End < 0 || _source.LogStart() is var start && (start <= _offsets.End || start > offset)) return;
        _context.Logger.OffsetOutOfRange(Partition.Topic, Partition.Partition, _offsets.End, offset);
    }

    private bool WasFinished(PendingMessage message)
    {
        var inherited = _offsets.Inherited;
        if (inherited.IsEmpty) return false;
        if (inherited.Contains(message.Offset, message.LeaderEpoch)) return true;
        if (inherited.DropReason is { } reason) DropInherited(reason);
        return false;
    }

    private void DropInherited(string reason)
    {
        if (_offsets.Inherited.End < 0 && !_offsets.Inherited.WasDropped) return;
        _offsets.Inherit(OffsetTracker.Nothing);
        _context.Logger.MapDropped(Partition.Topic, Partition.Partition, reason);
    }

    /// <summary>
    /// The log went back: it was cut, or is another one. What was read of it at or above that offset does not count, nor what comes of it;
    /// what lies below is still there to be finished.
    /// </summary>
    private void GoBackTo(long offset, int leaderEpoch)
    {
        _context.Logger.LogWentBack(Partition.Topic, Partition.Partition, _offsets.End, offset);
        DropInherited("the log went back");
        foreach (var permit in _runs) NoteRun(permit);
        _offsets.DistrustPosition(_source.Position());
        _isAtStart |= offset <= _source.LogStart();
        _context.DoubtTopics();
        _offsets.CutTo(offset, leaderEpoch, static forgotten => ((PendingMessage)forgotten).IsForgotten = true);
        if (IsManual) TakeApprovalBack(offset);
        foreach (var message in _announced.SelectMany(permit => permit.Messages)) message.IsForgotten |= message.Offset >= offset;
        _lanes.Remove(static message => message.IsForgotten, Discard);
        ForgetRetries();
        foreach (var message in _held.Where(message => message.IsForgotten)) DiscardTaken(message);
        _held.RemoveAll(static message => message.IsForgotten);
        ForgetAwaiting(offset);
    }

    private void ForgetRetries()
    {
        var all = _retries.UnorderedItems.ToArray();
        _retries.Clear();
        foreach (var (retry, due) in all)
        {
            if (WithoutForgotten(retry) is { } rest) _retries.Enqueue(rest, due);
        }

        for (var count = _due.Count; count > 0; count--)
        {
            if (WithoutForgotten(_due.Dequeue()) is { } rest) _due.Enqueue(rest);
        }
    }

    private Retry? WithoutForgotten(Retry retry)
    {
        if (!Array.Exists(retry.Messages, message => message.IsForgotten)) return retry;
        foreach (var message in retry.Messages.Where(message => message.IsForgotten)) DiscardTaken(message);
        PendingMessage[] rest = [.. retry.Messages.Where(message => !message.IsForgotten)];
        return rest.Length > 0 ? new Retry(rest) : null;
    }

    // They are finished, and no commit will ever say so: their lanes go on.
    private void ForgetAwaiting(long offset)
    {
        for (var count = _awaiting.Count; count > 0; count--)
        {
            var next = _awaiting.Dequeue();
            if (next.Message.Offset < offset)
            {
                _awaiting.Enqueue(next);
                continue;
            }

            _lanes.Complete(next.Message);
            Return(next.Message);
        }
    }

    private void Discard(PendingMessage message)
    {
        message.Slot.Release();
        _heldBytes -= message.Bytes;
        Return(message);
    }

    // Under the lock, or by the reader.
    private void LookAtPosition()
    {
        if (!_isOpen) return;
        _positionWanted = _wasActive = false;
        if (_wasCutOff || _hasFailed) return;
        lock (_lock) _offsets.AdvanceTo(_source.Position());
    }

    private void CopyWhatWaitsLong()
    {
        _isSweeping = false;
        lock (_lock)
        {
            for (var offset = _offsets.Lowest; offset is PendingMessage message; offset = offset.Higher)
            {
                if (_context.Time.GetElapsedTime(message.ReadAt) < LongestBorrow) return;
                if (message.InWorkSince == 0) message.Slot.Detach();
            }
        }
    }

    private PendingMessage Rent()
    {
        if (_pool is not { } message) return new PendingMessage(Partition);
        _pool = message.Next;
        message.Next = null;
        return message;
    }

    private void Return(PendingMessage message) => (message.Next, _pool) = (_pool, message);
}
