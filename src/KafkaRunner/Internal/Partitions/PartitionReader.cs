using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Reads a partition, a chunk at a time, when there is a use for more messages, and room. One thread at a time reads, whoever runs out of work or is
/// told that there is more; it runs no user code.
/// </summary>
internal sealed class PartitionReader(
    PartitionState state, WorkerContext context, LogLife log, Backlog backlog, MessagePool pool, CommitPolicy policy, Admission admission, Intake intake)
{
    private static readonly TimeSpan LongestBorrow = TimeSpan.FromSeconds(1);

    // Where many are in work at once, how long they take does not say that they are many.
    private readonly ChunkSizer _sizer = new(context.Ordering == Ordering.Partition ? 1 : ChunkSizer.First);
    private readonly bool _readsByKey = context.Ordering == Ordering.Key;
    private readonly Reminder _fullness = new(context.Time);
    private IPartitionSource _source = null!;
    private MessageSlot[] _slots = [];
    private PendingMessage[] _chunk = [];
    private int _isReading;
    private volatile bool _mayHaveMore = true;
    private volatile bool _positionWanted;
    private volatile bool _wasActive;           // since the position was last wanted
    private volatile bool _isSweeping;
    private long _chunkRead;
    private int _chunkCount;
    private long _chunkBytes;
    private int _timesFull;         // and not counted yet

    /// <summary>Gets whether somebody reads just now. Any thread.</summary>
    public bool IsReading => Volatile.Read(ref _isReading) != 0;

    /// <summary>Gets when something was last read, by the context's clock. Any thread.</summary>
    public long LastRead => Volatile.Read(ref _chunkRead);

    /// <summary>Gets what the source says of how far reading has come.</summary>
    public long Position => _source.Position().Offset;

    /// <summary>Opens the source, which may say at once that there is something to read.</summary>
    public void Open(IGroupClient client) => _source = client.Open(state.Partition, OnReadable);

    /// <summary>Gives the source back. Not before the partition was unassigned: what was fetched is discarded here.</summary>
    public void Close() => _source.Dispose();

    /// <summary>
    /// Has the worker look soon how far reading has come, if anything was read since the last time: the markers of transactions
    /// are read but not delivered, and the end of what is finished is behind them.
    /// </summary>
    public void WantPosition()
    {
        if (!_wasActive) return;
        _positionWanted = true;
        state.Signal();
    }

    /// <summary>Has the worker copy, where it must, what waits for long, so that the fetch that it came with can be freed. About once a second.</summary>
    public void Sweep()
    {
        lock (state.Lock)
        {
            if (log.Tracker.Lowest is not PendingMessage lowest || context.Time.GetElapsedTime(lowest.ReadAt) < LongestBorrow) return;
        }

        _isSweeping = true;
        state.Signal();
    }

    /// <summary>Gets whether there may be more to read, and a use for it. Under the lock.</summary>
    public bool WantsMore() => _mayHaveMore && Wanted() > 0;

    /// <summary>Reads as long as there is something to read and a use for it, and sees to what was wanted meanwhile.</summary>
    public void Read()
    {
        while (TryRead()) { }
        if (_isSweeping) CopyWhatWaitsLong();
    }

    /// <summary>Reads a chunk where there is a use for it. Gets whether it is worth looking again.</summary>
    /// <param name="ranOut">Whether nothing of the last chunk waits any more.</param>
    public bool TryRead(bool ranOut = false)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0) return false;
        var read = 0;
        try
        {
            var wanted = PrepareChunk(ranOut, out var timesFull);
            if (timesFull > 0) context.Telemetry.AdmissionStopped(state.Tags, timesFull);      // here, because listeners may take their time
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
            intake.WasCutOff = true;
            foreach (var message in _chunk) message?.Slot.Release();
            throw;
        }
        finally
        {
            Interlocked.Exchange(ref _isReading, 0);
            if (state.IsStopping) state.EndIfQuiet();
        }

        if (read > 0) return true;
        if (!_mayHaveMore) return false;
        lock (state.Lock) return Wanted() > 0;
    }

    /// <summary>Takes note of how far reading has come. Under the lock, or by the reader.</summary>
    public void LookAtPosition()
    {
        if (!state.IsOpen) return;
        _positionWanted = _wasActive = false;
        if (intake.WasCutOff || state.HasFailed) return;
        lock (state.Lock)
        {
            var (position, leaderEpoch) = _source.Position();
            log.Tracker.AdvanceTo(position, leaderEpoch);
        }
    }

    // On any thread, also one of librdkafka's.
    private void OnReadable()
    {
        _mayHaveMore = _wasActive = true;
        state.Signal();
    }

    private int PrepareChunk(bool ranOut, out int timesFull)
    {
        lock (state.Lock)
        {
            if (ranOut && _chunkCount > 0) _sizer.Learn(_chunkCount, _chunkBytes, context.Time.GetElapsedTime(_chunkRead));
            _chunkCount = 0;
            var wanted = _mayHaveMore ? Wanted() : 0;
            (timesFull, _timesFull) = (_timesFull, 0);
            if (_chunk.Length < wanted)
            {
                Array.Resize(ref _chunk, wanted);
                Array.Resize(ref _slots, wanted);
            }

            for (var i = 0; i < wanted; i++)
            {
                if (_chunk[i] is null) _chunk[i] = pool.Rent();
                _slots[i] = _chunk[i].Slot;
            }

            return wanted;
        }
    }

    // Under the lock.
    private int Wanted()
    {
        if (state.IsStopping || state.IsPaused || !state.IsOpen) return 0;
        var count = Math.Max(backlog.Waiting + backlog.InWork + backlog.Awaiting, log.Tracker.Unfinished);
        var hand = new Hand(count, backlog.Waiting, backlog.Available, backlog.Ready, pool.HeldBytes, context.MaxHeldBytes);
        var use = admission.Use(hand, _sizer.Size);
        if (use == 0) return 0;
        var wasFull = admission.IsFull;
        var wanted = admission.Admit(use, hand, Map());
        if (admission.IsFull && !wasFull) NoteFull();
        return wanted;
    }

    private MapNeed Map()
    {
        if (!context.Metadata.HoldsMaps) return default;
        var (divides, span) = policy.ToBeMapped;
        return new MapNeed(context.Metadata.Length, divides, span, log.Tracker.Inherited.End - Math.Max(log.Tracker.End, 0));
    }

    private void NoteFull()
    {
        if (context.Consumer.IsBatch) state.Signal();      // the batch that waits cannot become larger
        _timesFull++;
        if (!_fullness.IsDue()) return;
        context.Aside.ReadAheadFull(state.Partition.Topic, state.Partition.Partition, log.Tracker.Next.Offset, log.Tracker.Unfinished, log.Tracker.FinishedBeyond);
    }

    private void TakeIn(int count)
    {
        // What needs no lock first.
        var now = context.Time.GetTimestamp();
        long bytes = 0;
        for (var i = 0; i < count; i++)
        {
            var (message, slot) = (_chunk[i], _slots[i]);
            message.ReadAt = now;
            message.LeaderEpoch = slot.LeaderEpoch;
            message.Timestamp = slot.TimestampMilliseconds;
            message.IsForgotten = false;
            message.Bytes = slot.Key.Length + slot.Value.Length;
            message.IsInWork = false;
            message.Key = _readsByKey && slot.HasKey ? KeyHash.Of(slot.Key) : null;
            bytes += message.Bytes;
        }

        _wasActive = true;
        context.Telemetry.Consumed(state.Tags, count);
        (_chunkCount, _chunkBytes) = (count, bytes);
        Volatile.Write(ref _chunkRead, now);
        lock (state.Lock) intake.Take(_chunk.AsSpan(0, count), _source);
    }

    private void CopyWhatWaitsLong()
    {
        _isSweeping = false;
        lock (state.Lock)
        {
            for (var offset = log.Tracker.Lowest; offset is PendingMessage message; offset = offset.Higher)
            {
                if (context.Time.GetElapsedTime(message.ReadAt) < LongestBorrow) return;
                if (!message.IsInWork) message.Slot.Detach();
            }
        }
    }
}
