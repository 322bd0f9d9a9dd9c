namespace KafkaRunner.Producing;

/// <summary>How long to wait before a full buffer is tried again: 1 ms, doubling to 50 ms, until a time limit is reached.</summary>
internal sealed class RoomWait(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = TimeSpan.FromMilliseconds(1);

    /// <returns>False when the time is over.</returns>
    public bool TryNext(out TimeSpan pause)
    {
        var left = limit - time.GetElapsedTime(_start);
        pause = _next < left ? _next : left;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return left > TimeSpan.Zero;
    }
}
