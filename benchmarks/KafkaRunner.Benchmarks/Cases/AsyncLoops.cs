using System.Diagnostics;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Bare loops that await the same handler again and again: what that many in flight can reach when nothing else is done.</summary>
internal static class AsyncLoops
{
    public static async Task<Measurement> RunAsync(CaseWork work, int loops)
    {
        var meter = new Meter();
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(started, TimeSpan.FromSeconds(work.Seconds))));
        return meter.Stop(counts.Sum());
    }

    private static async Task<long> LoopAsync(long started, TimeSpan time)
    {
        var count = 0L;
        for (; Stopwatch.GetElapsedTime(started) < time; count++) await AsyncHandler.HandleAsync(CancellationToken.None);
        return count;
    }
}
