using System.Runtime.InteropServices;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Messages that were taken together: one, a batch, or a sequence of one lane whose messages are attempted one after the other as long as each
/// completes at once. Used again and again by its permit.
/// </summary>
internal sealed class Run(EngineRuntime runtime)
{
    private MessageSlot[] _slots = new MessageSlot[1];
    private long _offset = -1;
    private int _finished;

    /// <summary>Gets what was taken.</summary>
    public List<PendingMessage> Messages { get; } = new(1);

    /// <summary>Gets whether it is a sequence.</summary>
    public bool IsSequence { get; private set; }

    /// <summary>Gets how many messages of the sequence are finished. Any thread.</summary>
    public int Finished => Volatile.Read(ref _finished);

    /// <summary>Gets or sets how many of these the partition knows of; under its lock.</summary>
    public int Noted { get; set; }

    /// <summary>Gets or sets whether it counts as in work at its partition; under that one's lock.</summary>
    public bool IsAtWork { get; set; }

    /// <summary>Gets whether messages of the sequence come after the one in work.</summary>
    public bool HasNext => IsSequence && _finished + 1 < Messages.Count;

    /// <summary>Gets the messages of the attempt that is under way.</summary>
    public ReadOnlySpan<PendingMessage> InWork =>
        IsSequence ? CollectionsMarshal.AsSpan(Messages).Slice(_finished, 1) : CollectionsMarshal.AsSpan(Messages);

    /// <summary>Gets since when the attempt is under way, in <see cref="EngineRuntime.Milliseconds"/>.</summary>
    public long Since { get; private set; }

    /// <summary>Gets the offset of what is in work, the first one's of a batch; -1 for nothing. Any thread.</summary>
    public long Offset => Volatile.Read(ref _offset);

    /// <summary>Gets what the attempt gets to see.</summary>
    public ReadOnlyMemory<MessageSlot> Slots => new(_slots, 0, IsSequence ? 1 : Messages.Count);

    /// <summary>An attempt at <see cref="Messages"/> begins, or at the first of a sequence.</summary>
    public void Begin(bool isSequence)
    {
        IsSequence = isSequence;
        if (_slots.Length < Messages.Count) _slots = new MessageSlot[Messages.Capacity];
        Since = runtime.Milliseconds;
        for (var i = 0; i < Messages.Count; i++)
        {
            var message = Messages[i];
            message.IsInWork = true;
            _slots[i] = message.Slot;
        }

        Volatile.Write(ref _offset, Messages[0].Offset);
    }

    /// <summary>The message in work is finished, and the next one of the sequence is in work.</summary>
    public void GoOn()
    {
        Volatile.Write(ref _finished, _finished + 1);
        var next = Messages[_finished];
        _slots[0] = next.Slot;
        Since = runtime.Milliseconds;
        Volatile.Write(ref _offset, next.Offset);
    }

    /// <summary>
    /// Gives back what the finished ones of a sequence were read with: all at once, because each by itself would meet the thread that fetches in
    /// the allocator's lock.
    /// </summary>
    public void ReleaseFinished()
    {
        for (var i = 0; i < _finished; i++) Messages[i].Slot.Release();
    }

    /// <summary>Only the message in work is left of the sequence.</summary>
    public void EndSequence()
    {
        Messages[0] = Messages[_finished];
        Messages.RemoveRange(1, Messages.Count - 1);
        (IsSequence, _finished, Noted) = (false, 0, 0);
    }

    /// <summary>The attempt is over.</summary>
    public void End()
    {
        Volatile.Write(ref _offset, -1);
        Messages.Clear();
    }
}
