using KafkaRunner.Configuration;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal;

/// <summary>How long each step of a stop, and of a revocation, may take. Poll thread only.</summary>
/// <param name="options">Say how long.</param>
/// <param name="clock">Of deadlines, whatever clock the consumer has: the process around it does not wait by that.</param>
internal sealed class StopDeadlines(ConsumerOptions options, TimeProvider clock)
{
    public static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan ForcedLeaveTime = TimeSpan.FromSeconds(2);

    private Countdown? _stop;
    private Countdown? _end;        // flush, last commit and leaving share the time until then

    /// <summary>Gets how much is left of the time that a stop gives to work; before a stop no end is in sight.</summary>
    public TimeSpan LeftToStop => _stop?.Left ?? TimeSpan.MaxValue;

    /// <summary>Gets how long partitions that are given up may be waited for.</summary>
    public TimeSpan ToDrain => LeftToStop < options.DrainTimeout ? LeftToStop : options.DrainTimeout;

    /// <summary>Gets a time, or that of a last commit where it is longer.</summary>
    public static TimeSpan AtLeastCommitTime(TimeSpan left) => left > LastCommit.LeastTime ? left : LastCommit.LeastTime;

    /// <summary>A time begins now.</summary>
    public Countdown CountDown(TimeSpan length) => new(clock, length);

    /// <summary>The stop begins now.</summary>
    public void BeginStop() => _stop = CountDown(options.ShutdownTimeout);

    /// <summary>What is left to do, when work has ended, shares a time that begins now.</summary>
    public void EndWithin(TimeSpan time) => _end = CountDown(time);

    /// <summary>Gets how much is left of the time to end, without what is reserved for the steps after this one.</summary>
    public TimeSpan LeftToEnd(TimeSpan reserved)
    {
        var left = (_end?.Left ?? TimeSpan.Zero) - reserved;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
