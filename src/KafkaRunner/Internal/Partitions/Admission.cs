using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Decides how many messages may be read now: as many as there is a use for, and room. Pure; the partition's lock guards it.</summary>
internal sealed class Admission(Ordering ordering, bool isBatch, int batchSize, int maxReadAhead)
{
    /// <summary>Gets whether there was a use for more and no room, the last time that there was a use.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Gets how many messages there is a use for, without asking for room.</summary>
    /// <param name="hand">What is in hand.</param>
    /// <param name="chunk">How many are worth reading at once.</param>
    public int Use(in Hand hand, int chunk)
    {
        int use;
        if (isBatch) use = batchSize - (ordering == Ordering.Partition ? hand.Waiting : hand.Available);
        else if (ordering == Ordering.Partition) use = hand.Waiting == 0 ? chunk : 0;
        else use = hand.Ready == 0 ? chunk : 0;
        return Math.Clamp(use, 0, ChunkSizer.Most);
    }

    /// <summary>Gets how many messages may be read of those that there is a use for.</summary>
    /// <param name="use">How many that are, at least one.</param>
    /// <param name="hand">What is in hand.</param>
    /// <param name="map">What the map of finished offsets may have to say.</param>
    public int Admit(int use, in Hand hand, in MapNeed map)
    {
        var room = Math.Min(use, maxReadAhead - hand.Count);
        if (hand.Bytes >= hand.MaxBytes && hand.Count > 0) room = 0;
        if (room > 0) room = map.Room(room);
        IsFull = room <= 0;
        return Math.Max(0, room);
    }
}

/// <summary>What a partition has in hand.</summary>
/// <param name="Count">How many messages are unfinished, or wait.</param>
/// <param name="Waiting">How many of them wait in lanes.</param>
/// <param name="Available">How many of these are in lanes that have their turn.</param>
/// <param name="Ready">How many lanes have their turn.</param>
/// <param name="Bytes">How many bytes they hold.</param>
/// <param name="MaxBytes">How many they may hold.</param>
internal readonly record struct Hand(int Count, int Waiting, int Available, int Ready, long Bytes, long MaxBytes);

/// <summary>What the map of finished offsets may have to say.</summary>
/// <param name="Length">How long it may be; 0 where there is none, and no bound.</param>
/// <param name="Divides">How many unfinished offsets may come to lie between finished ones.</param>
/// <param name="Span">How far it reaches.</param>
/// <param name="Inherited">How many offsets from here on the partition's last owner had read: these had room already, so they have again.</param>
internal readonly record struct MapNeed(int Length, int Divides, long Span, long Inherited)
{
    /// <summary>Gets how many more messages it has room for.</summary>
    public int Room(int wanted) =>
        Length == 0 ? wanted : Inherited > 0 ? (int)Math.Min(wanted, Inherited) : OffsetMap.Room(Divides, Span, wanted, Length);
}
