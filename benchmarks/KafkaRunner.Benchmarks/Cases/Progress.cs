using System.Diagnostics;
using System.Runtime.CompilerServices;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Counts messages as they are processed. Each thread counts in a cache line of its own: a shared counter would be what is measured.</summary>
internal static class Progress
{
    private const int Padding = 16;     // longs before and behind a count
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Lock First = new();
    private static readonly List<long[]> Counts = [];
    private static bool s_started;
    private static Meter? s_meter;

    [ThreadStatic]
    private static long[]? t_count;

    /// <summary>Gets when the first message was counted, by <see cref="Stopwatch"/>.</summary>
    public static long StartedAt { get; private set; }

    /// <summary>Begins a pass, while nothing is processed.</summary>
    public static void Reset()
    {
        lock (First)
        {
            foreach (var count in Counts) Volatile.Write(ref count[Padding], 0);
            (s_started, s_meter) = (false, null);
        }
    }

    /// <summary>Counts messages. Any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Count(int messages = 1)
    {
        if (!Volatile.Read(ref s_started)) Start();
        ref var count = ref (t_count ?? Register())[Padding];
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

    /// <summary>Measures what is counted in some time, from a while after the first message on, when as much is in work as can be.</summary>
    /// <exception cref="TimeoutException">Nothing was counted.</exception>
    public static async Task<Measurement> WindowAsync(TimeSpan settling, TimeSpan time)
    {
        await WaitAsync(1);
        await Task.Delay(settling);
        var (meter, before) = (new Meter(), Total());
        await Task.Delay(time);
        var counted = Total() - before;
        return counted > 0 ? meter.Stop(counted) : throw new TimeoutException($"No message in {time.TotalSeconds} s after {before:N0}.");
    }

    /// <summary>Gets how many messages were counted so far.</summary>
    public static long Total()
    {
        lock (First)
        {
            var total = 0L;
            foreach (var count in Counts) total += Volatile.Read(ref count[Padding]);
            return total;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long[] Register()
    {
        t_count = new long[(2 * Padding) + 1];
        lock (First) Counts.Add(t_count);
        return t_count;
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
