using System.Text;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>The slots that a client has filled. Each record has a value, so that one that is released shows.</summary>
/// <param name="world">Whose time it is.</param>
/// <param name="lends">Whether what they are filled with is lent, as the native client's is.</param>
internal sealed class Slots(IWorld world, bool lends) : ILender
{
    private readonly Dictionary<MessageSlot, TimeSpan> _lent = [];
    private readonly HashSet<MessageSlot> _filled = [];

    /// <summary>Gets how many are filled and not released.</summary>
    public int InUse
    {
        get
        {
            _filled.RemoveWhere(slot => slot.IsTombstone);
            return _filled.Count;
        }
    }

    /// <summary>Gets what was lent and is not given back, in the order in which it was lent.</summary>
    public IReadOnlyList<Lent> Lent => [.. _lent.Select(lent => new Lent(new TopicPartition(lent.Key.Topic, lent.Key.Partition), lent.Key.Offset, lent.Value))];

    /// <returns>Whether the slot was free.</returns>
    public bool Fill(MessageSlot slot, LogEntry entry)
    {
        var wasFree = slot.IsTombstone;
        slot.Fill(entry.Offset, Bytes(entry.Key), entry.Key is not null, Bytes(entry.Value), isTombstone: false, entry.Timestamp, entry.Epoch, new MessageHeaders());
        _filled.Add(slot);
        if (!lends) return wasFree;
        _lent[slot] = world.Now;
        slot.Owe(this);
        return wasFree;
    }

    void ILender.GiveBack(MessageSlot slot) => _lent.Remove(slot);

    private static byte[] Bytes(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);
}
