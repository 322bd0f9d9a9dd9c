namespace KafkaRunner.Internal.Threads;

/// <summary>A timer that a service thread serves: it is due once each time that it is set.</summary>
internal sealed class ServiceTimer(ServiceThread thread, Action due) : ITimer
{
    /// <summary>Gets what is called when it is due.</summary>
    public Action Callback { get; } = due;

    /// <summary>Gets or sets when it is due; the thread's own note, under its lock, as is <see cref="LookedAt"/>.</summary>
    public long Due { get; set; } = long.MaxValue;

    /// <summary>Gets or sets when the thread looks at it next.</summary>
    public long LookedAt { get; set; } = long.MaxValue;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        thread.Change(this, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)Math.Ceiling(dueTime.TotalMilliseconds));
        return true;
    }

    public void Dispose() => thread.Change(this, long.MaxValue);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
