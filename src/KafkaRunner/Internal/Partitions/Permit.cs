using System.Runtime.InteropServices;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Lets one message or batch be in work, and holds it meanwhile. There are as many as may be in work at once.</summary>
internal sealed class Permit(Permits owner) : IThreadPoolWorkItem, IHandlerCall
{
    private MessageSlot[] _slots = new MessageSlot[1];
    private long _offset = -1;
    private int _finished;

    /// <summary>Gets or sets the worker whose messages it is for now.</summary>
    public PartitionWorker? Worker { get; set; }

    /// <summary>Gets or sets whether what it holds counts as in work at its worker; under that one's lock.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Gets or sets whether it comes back to its worker with what it has held while that was being committed.</summary>
    public bool IsCommitted { get; set; }

    /// <summary>Gets or sets the change of the tracker that a commit must hold before what was taken may begin; under the worker's lock.</summary>
    public long Number { get; set; }

    /// <summary>Gets or sets what each attempt is to find around it: the loop's own.</summary>
    public AmbientState Ambient { get; set; }

    /// <summary>Gets what was taken: one message, a batch, or a run.</summary>
    public List<PendingMessage> Messages { get; } = new(1);

    /// <summary>Gets whether the messages are a run: of one lane, and attempted one after the other as long as each completes at once.</summary>
    public bool IsRun { get; private set; }

    /// <summary>Gets how many messages of the run are finished. Any thread.</summary>
    public int Finished => Volatile.Read(ref _finished);

    /// <summary>Gets or sets how many of these their worker knows of; under its lock.</summary>
    public int Told { get; set; }

    /// <summary>Gets whether messages of the run come after the one in work.</summary>
    public bool HasNext => IsRun && _finished + 1 < Messages.Count;

    /// <summary>Gets the messages of the attempt that is under way.</summary>
    public ReadOnlySpan<PendingMessage> InWork =>
        IsRun ? CollectionsMarshal.AsSpan(Messages).Slice(_finished, 1) : CollectionsMarshal.AsSpan(Messages);

    /// <summary>Gets since when, as <see cref="Environment.TickCount64"/>.</summary>
    public long Since { get; private set; }

    /// <summary>Gets the offset of what is in work, the first one's of a batch; -1 for nothing. Any thread.</summary>
    public long Offset => Volatile.Read(ref _offset);

    /// <summary>Gets what the attempt gets to see.</summary>
    public ReadOnlyMemory<MessageSlot> Slots => new(_slots, 0, IsRun ? 1 : Messages.Count);

    /// <summary>An attempt at <see cref="Messages"/> begins, or at the first of a run.</summary>
    public void Begin(bool isRun)
    {
        IsRun = isRun;
        if (_slots.Length < Messages.Count) _slots = new MessageSlot[Messages.Capacity];
        Since = Environment.TickCount64;
        for (var i = 0; i < Messages.Count; i++)
        {
            var message = Messages[i];
            message.InWorkSince = Since;
            _slots[i] = message.Slot;
        }

        Volatile.Write(ref _offset, Messages[0].Offset);
    }

    /// <summary>The message in work is finished, and the next one of the run is in work.</summary>
    public void GoOn()
    {
        Volatile.Write(ref _finished, _finished + 1);
        var next = Messages[_finished];
        _slots[0] = next.Slot;
        Since = Environment.TickCount64;
        Volatile.Write(ref _offset, next.Offset);
    }

    /// <summary>
    /// Gives back what the finished ones of a run were read with: all at once, because each by itself would meet the thread that fetches in
    /// the allocator's lock.
    /// </summary>
    public void ReleaseFinished()
    {
        for (var i = 0; i < _finished; i++) Messages[i].Slot.Release();
    }

    /// <summary>Only the message in work is left of the run.</summary>
    public void EndRun()
    {
        Messages[0] = Messages[_finished];
        Messages.RemoveRange(1, Messages.Count - 1);
        (IsRun, _finished, Told) = (false, 0, 0);
    }

    /// <summary>The attempt is over.</summary>
    public void End()
    {
        Volatile.Write(ref _offset, -1);
        Messages.Clear();
    }

    /// <summary>Works on a thread of the pool, first for <see cref="Worker"/>.</summary>
    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IHandlerCall.NameBlocking(long since)
    {
        var (worker, offset) = (Worker, Offset);
        if (offset >= 0 && Since == since) worker?.NameBlocking(offset, TimeSpan.FromMilliseconds(Environment.TickCount64 - since));
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkLoop.RunAsync(this, owner);
}
