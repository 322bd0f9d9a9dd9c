using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Counts messages as they are processed. Each partition counts in a cache line of its own: a shared counter would be what is measured.</summary>
internal static class Progress
{
    private const int Stride = 16;
    private static long[] s_counts = [];
    private static long s_started;

    public static void Reset(int partitions) => (s_counts, s_started) = (new long[(partitions + 1) * Stride], 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(int partition, int messages = 1)
    {
        if (s_started == 0) Interlocked.CompareExchange(ref s_started, Stopwatch.GetTimestamp(), 0);
        ref var count = ref s_counts[(partition + 1) * Stride];
        Volatile.Write(ref count, count + messages);
    }

    /// <summary>Waits until so many are counted and returns the time since the first.</summary>
    public static async Task<TimeSpan> WaitAsync(long messages)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        long total, before = -1, since = Stopwatch.GetTimestamp();
        while ((total = s_counts.Sum()) < messages)
        {
            if (total != before) (before, since) = (total, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(30)) throw new TimeoutException($"No message for 30 s after {total:N0}.");
            await timer.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(s_started);
    }
}
