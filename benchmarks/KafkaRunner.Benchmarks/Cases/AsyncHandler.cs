namespace KafkaRunner.Benchmarks.Cases;

/// <summary>A handler that waits for something else for 10 ms, as one does that calls a service, and is then counted.</summary>
internal static class AsyncHandler
{
    public static async Task HandleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellationToken.IsCancellationRequested) Progress.Count();
    }
}
