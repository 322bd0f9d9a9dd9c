using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>Makes messages that no broker sent.</summary>
internal static class Slots
{
    public static MessageSlot Holding(ReadOnlySpan<byte> value)
    {
        var slot = new MessageSlot("bench", 0);
        slot.Fill(42, [], hasKey: false, value, isTombstone: false, timestamp: 0, leaderEpoch: 7, new MessageHeaders());
        return slot;
    }
}
