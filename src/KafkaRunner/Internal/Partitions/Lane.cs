namespace KafkaRunner.Internal.Partitions;

/// <summary>Messages that must stay in order: a partition's, or a key's. Used by <see cref="Lanes"/> alone.</summary>
internal sealed class Lane
{
    private PendingMessage? _last;

    /// <summary>Gets or sets what the lane is found by; null for a message that waits for nobody.</summary>
    public ulong? Key { get; set; }

    public PendingMessage? First { get; private set; }

    /// <summary>Gets how many messages wait in it.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets how many of its messages are in work, or are held up: as long as there are any, it has no turn.</summary>
    public int Taken { get; set; }

    /// <summary>Gets or sets whether it stands in the queue of lanes that have their turn.</summary>
    public bool IsReady { get; set; }

    /// <summary>Gets or sets the lane behind it in that queue, or in the pool.</summary>
    public Lane? Next { get; set; }

    public void Add(PendingMessage message)
    {
        message.Next = null;
        if (_last is null) First = message;
        else _last.Next = message;
        _last = message;
        Count++;
    }

    /// <summary>Puts a message that was taken back before all others.</summary>
    public void AddFirst(PendingMessage message)
    {
        message.Next = First;
        First = message;
        _last ??= message;
        Count++;
    }

    public PendingMessage Take()
    {
        var message = First!;
        First = message.Next;
        message.Next = null;
        if (First is null) _last = null;
        Count--;
        return message;
    }
}
