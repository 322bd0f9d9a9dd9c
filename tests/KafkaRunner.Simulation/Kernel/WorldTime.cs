namespace KafkaRunner.Simulation.Kernel;

/// <summary>The clock of a process in a world.</summary>
/// <remarks>
/// <c>Task.Delay</c> can wait by it, but not with a token: when that is cancelled, whoever waits goes on on the pool of the process.
/// <see cref="KafkaRunner.Internal.Threads.EngineRuntime.Delay"/> can.
/// </remarks>
internal sealed class WorldTime(World world, WorldRuntime owner) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Never 0: that is "not yet" to some.
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp()
    {
        world.Enter();
        return (Before + world.Now).Ticks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        world.Enter();
        return Beginning + world.Now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var context = ExecutionContext.Capture();
        var timer = new WorldTimer(world, owner, context is null ? Call : () => ExecutionContext.Run(context, _ => Call(), null));
        timer.Change(dueTime, period);
        return timer;

        void Call() => callback(state);
    }
}
