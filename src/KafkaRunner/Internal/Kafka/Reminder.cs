namespace KafkaRunner.Internal.Kafka;

/// <summary>Decides when trouble that lasts is worth a line: at once, then at growing intervals. Pure but for its clock.</summary>
internal sealed class Reminder(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private long? _toldAt;

    /// <summary>Gets how long after a line the next one comes.</summary>
    public TimeSpan Interval { get; private set; } = First;

    /// <summary>There is trouble. Gets whether it is to be said now, and takes note that it is; <see cref="Interval"/> is when it is said again.</summary>
    public bool IsDue()
    {
        if (_toldAt is { } toldAt)
        {
            if (time.GetElapsedTime(toldAt) < Interval) return false;
            Interval = Interval * 2 < Longest ? Interval * 2 : Longest;
        }

        _toldAt = time.GetTimestamp();
        return true;
    }
}
