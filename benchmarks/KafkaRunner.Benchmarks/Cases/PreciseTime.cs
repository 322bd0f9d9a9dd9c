using System.Diagnostics;
using System.Runtime.InteropServices;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Waits until a moment, to the microsecond, without taking a core from what is measured.</summary>
/// <remarks>
/// <see cref="Thread.Sleep(int)"/> wakes up to 1 ms late or more, and spinning from message to message takes a whole core. So the
/// kernel's timer wakes us shortly before, later by some 60 µs than it is told, and the rest is spun: about as much processor as sleeping takes.
/// </remarks>
internal static partial class PreciseTime
{
    private const int MonotonicClock = 1;   // the one that Stopwatch reads
    private const int AbsoluteTime = 1;
    private const int Interrupted = 4;
    private static readonly long Spun = Stopwatch.Frequency / 10_000;

    /// <param name="timestamp">By <see cref="Stopwatch"/>.</param>
    public static void WaitUntil(long timestamp)
    {
        if (OperatingSystem.IsLinux()) SleepUntil(timestamp - Spun);
        while (Stopwatch.GetTimestamp() < timestamp) Thread.SpinWait(20);
    }

    private static void SleepUntil(long timestamp)
    {
        if (Stopwatch.GetTimestamp() >= timestamp) return;
        var (seconds, nanoseconds) = Math.DivRem(timestamp, Stopwatch.Frequency);   // Stopwatch counts nanoseconds on Linux
        var time = new TimeSpec { Seconds = (nint)seconds, Nanoseconds = (nint)nanoseconds };
        while (SleepUntil(MonotonicClock, AbsoluteTime, in time, 0) == Interrupted)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int SleepUntil(int clock, int flags, in TimeSpec time, nint remaining);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
