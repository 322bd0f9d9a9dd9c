using System.Diagnostics;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>What KafkaRunner needs while little happens, with its own defaults.</summary>
internal static class RestCases
{
    /// <summary>All messages in work are stuck: how much memory does what waits behind them take, at most?</summary>
    public static async Task<Measurement> MemoryAsync(CaseWork work)
    {
        Progress.Reset();
        using var host = RunnerHost.Build<StuckConsumer>(work);
        await host.StartAsync();
        await Progress.WaitAsync(1);
        var (started, most) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < work.Seconds)
        {
            await Task.Delay(200);
            using var process = Process.GetCurrentProcess();
            most = Math.Max(most, process.WorkingSet64);
        }

        var stopped = host.StopAsync();
        StuckConsumer.LetGo();
        await stopped;
        return new Measurement(new Dictionary<string, double> { ["residentMiB"] = most / (double)(1 << 20) });
    }

    /// <summary>All partitions are read to their ends and nothing comes: how much of one core does that take?</summary>
    public static async Task<Measurement> IdleAsync(CaseWork work)
    {
        Progress.Reset();
        using var host = RunnerHost.Build<RawConsumer>(work);
        await host.StartAsync();
        await Progress.WaitAsync(work.Messages);
        await Task.Delay(TimeSpan.FromSeconds(2));      // the commit, the last of the compiler's work
        var (cpu, started) = (Meter.Cpu(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(work.Seconds));
        var percent = 100 * (Meter.Cpu() - cpu) / Stopwatch.GetElapsedTime(started);
        await host.StopAsync();
        return new Measurement(new Dictionary<string, double> { ["cpuPercent"] = percent });
    }

    /// <summary>From the start of the process to its first message in work; the pass must be the process's first.</summary>
    public static async Task<Measurement> StartAsync(CaseWork work)
    {
        Progress.Reset();
        using var host = RunnerHost.Build<JsonEntryConsumer>(work);
        await host.StartAsync();
        await Progress.WaitAsync(1);
        var time = Stopwatch.GetElapsedTime(work.Started, Progress.StartedAt);
        await host.StopAsync();
        return new Measurement(new Dictionary<string, double> { ["milliseconds"] = time.TotalMilliseconds });
    }
}
