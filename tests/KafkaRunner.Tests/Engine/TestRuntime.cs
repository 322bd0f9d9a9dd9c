using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Tests.Engine;

/// <summary>The threads of this process under one clock that the test advances: pauses and deadlines go by it, and nothing is left to chance.</summary>
internal sealed class TestRuntime(TimeProvider clock) : ProcessRuntime(clock)
{
    /// <summary>Gets the same clock, but of another origin: no timestamp of one may be looked at by the other.</summary>
    public override TimeProvider Deadlines { get; } = new OtherOrigin(clock);

    /// <summary>Gets none: pauses have their full length.</summary>
    public override double Chance() => 0;

    private sealed class OtherOrigin(TimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp() + (365 * 24 * 3600 * clock.TimestampFrequency);

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}
