using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Lets one message or batch be in work, and holds it meanwhile. There are as many as may be in work at once.</summary>
internal sealed class Permit(Permits owner) : IThreadPoolWorkItem
{
    private MessageSlot[] _slots = new MessageSlot[1];
    private long _offset = -1;

    /// <summary>Gets or sets the worker whose messages it is for now.</summary>
    public PartitionWorker? Worker { get; set; }

    /// <summary>Gets the messages in work: one, or a batch.</summary>
    public List<PendingMessage> Messages { get; } = new(1);

    /// <summary>Gets since when, as <see cref="Environment.TickCount64"/>.</summary>
    public long Since { get; private set; }

    /// <summary>Gets the offset of what is in work, the first one's of a batch; -1 for nothing. Any thread.</summary>
    public long Offset => Volatile.Read(ref _offset);

    /// <summary>Gets the partition of what is in work.</summary>
    public TopicPartition Partition { get; private set; }

    /// <summary>Gets what the attempt gets to see.</summary>
    public ReadOnlyMemory<MessageSlot> Slots => new(_slots, 0, Messages.Count);

    /// <summary>An attempt at <see cref="Messages"/> begins.</summary>
    public void Begin()
    {
        if (_slots.Length < Messages.Count) _slots = new MessageSlot[Messages.Capacity];
        Since = Environment.TickCount64;
        for (var i = 0; i < Messages.Count; i++)
        {
            var message = Messages[i];
            message.InWorkSince = Since;
            _slots[i] = message.Slot;
        }

        Partition = Worker!.Partition;
        Volatile.Write(ref _offset, Messages[0].Offset);
    }

    /// <summary>The attempt is over.</summary>
    public void End()
    {
        Volatile.Write(ref _offset, -1);
        Messages.Clear();
    }

    /// <summary>Works on a thread of the pool, first for <see cref="Worker"/>.</summary>
    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _ = WorkLoop.RunAsync(this, owner);
}
