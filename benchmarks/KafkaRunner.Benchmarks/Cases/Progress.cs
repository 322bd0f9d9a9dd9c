using System.Diagnostics;
using System.Runtime.CompilerServices;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Counts messages as they are processed. Each partition counts in a cache line of its own: a shared counter would be what is measured.</summary>
internal static class Progress
{
    private const int Stride = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Lock First = new();
    private static long[] s_counts = [];
    private static bool s_started;
    private static Meter? s_meter;

    /// <summary>Gets when the first message was counted, by <see cref="Stopwatch"/>.</summary>
    public static long StartedAt { get; private set; }

    public static void Reset(int partitions) => (s_counts, s_started, s_meter) = (new long[(partitions + 1) * Stride], false, null);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(int partition, int messages = 1)
    {
        if (!Volatile.Read(ref s_started)) Start();
        ref var count = ref s_counts[(partition + 1) * Stride];
        Volatile.Write(ref count, count + messages);
    }

    /// <summary>Waits until so many are counted, and measures from the first of them on.</summary>
    /// <exception cref="TimeoutException">Nothing was counted for half a minute.</exception>
    public static async Task<Measurement> WaitAsync(long messages)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        long total, before = -1, since = Stopwatch.GetTimestamp();
        while ((total = Total()) < messages)
        {
            if (total != before) (before, since) = (total, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new TimeoutException($"No message for 30 s after {total:N0} of {messages:N0}.");
            await timer.WaitForNextTickAsync();
        }

        lock (First) return s_meter!.Stop(messages);
    }

    private static long Total()
    {
        var total = 0L;
        for (var i = 0; i < s_counts.Length; i += Stride) total += Volatile.Read(ref s_counts[i]);
        return total;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start()
    {
        lock (First)
        {
            if (s_started) return;
            StartedAt = Stopwatch.GetTimestamp();
            s_meter = new Meter();
            Volatile.Write(ref s_started, true);
        }
    }
}
