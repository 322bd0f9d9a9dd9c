using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>A handler that waits for 10 ms, so many of them at once: by KafkaRunner, and in bare loops.</summary>
/// <remarks>Both are measured for the same time in the same way, from a while after the first message on: how they start and end does not count.</remarks>
internal static class AsyncCases
{
    /// <summary>Loops that await the handler again and again: what that many in flight can reach when nothing else is done.</summary>
    public static async Task<Measurement> LoopsAsync(CaseWork work, int loops)
    {
        Progress.Reset();
        using var stopping = new CancellationTokenSource();     // cancelled only after measuring: a consumer's handler gets such a token too
        var looping = Task.WhenAll(Enumerable.Range(0, loops).Select(_ => LoopAsync(stopping.Token)));
        var measurement = await MeasureAsync(work);
        await stopping.CancelAsync();
        await looping;
        return measurement;
    }

    /// <summary>A consumer with that many messages in flight, out of a topic that holds more than it can read.</summary>
    public static async Task<Measurement> RunnerAsync(CaseWork work, int concurrency)
    {
        Progress.Reset();
        using var host = RunnerHost.Build<AsyncConsumer>(work, options =>
        {
            RunnerHost.OnEqualTerms(options);
            options.MaxConcurrency = concurrency;
            options.Ordering = Ordering.Key;
        });
        await host.StartAsync();
        var measurement = await MeasureAsync(work);
        if (Progress.Total() >= work.Messages) throw new InvalidOperationException($"All {work.Messages:N0} messages were read before the time was up.");
        await host.StopAsync();
        return measurement;
    }

    private static Task<Measurement> MeasureAsync(CaseWork work) => Progress.WindowAsync(TimeSpan.FromSeconds(work.Seconds / 2), TimeSpan.FromSeconds(work.Seconds));

    private static async Task LoopAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested) await AsyncHandler.HandleAsync(stoppingToken);
    }
}
