namespace KafkaRunner.Benchmarks.Cases;

/// <summary>A handler that waits for something else for 10 ms, as one does that calls a service.</summary>
internal static class AsyncHandler
{
    public static Task HandleAsync(CancellationToken cancellationToken) => Task.Delay(10, cancellationToken);
}
