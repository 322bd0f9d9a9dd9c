namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Decides how many messages a worker takes in hand at once: many while they are quick and small, few while they are slow
/// or large, so that little is borrowed and other partitions soon get their turn. Pure.
/// </summary>
/// <param name="least">The smallest chunk.</param>
internal sealed class ChunkSizer(int least)
{
    /// <summary>The most messages in hand: what one native read returns.</summary>
    public const int Most = 500;

    /// <summary>The size of the first chunk.</summary>
    public const int First = 16;

    private const int MostBytes = 1 << 20;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);

    /// <summary>Gets the size of the next chunk.</summary>
    public int Size { get; private set; } = First;

    /// <summary>Learns from a chunk that was processed.</summary>
    public void Learn(int messages, long bytes, TimeSpan time)
    {
        if (time > Slow || bytes > MostBytes) Size = Math.Max(least, Size / 2);
        else if (messages == Size && time < Quick && bytes < MostBytes / 2) Size = Math.Min(Most, Size * 2);
    }
}
