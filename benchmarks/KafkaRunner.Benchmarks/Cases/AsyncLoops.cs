using System.Diagnostics;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Bare loops that await the same handler again and again: what that many in flight can reach when nothing else is done.</summary>
internal static class AsyncLoops
{
    public static async Task<Measurement> RunAsync(CaseWork work, int loops)
    {
        using var stopping = new CancellationTokenSource();     // never cancelled, but a consumer's handler is given one that could be
        var meter = new Meter();
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(started, TimeSpan.FromSeconds(work.Seconds), stopping.Token)));
        return meter.Stop(counts.Sum());
    }

    private static async Task<long> LoopAsync(long started, TimeSpan time, CancellationToken stoppingToken)
    {
        var count = 0L;
        for (; Stopwatch.GetElapsedTime(started) < time; count++) await AsyncHandler.HandleAsync(stoppingToken);
        return count;
    }
}
