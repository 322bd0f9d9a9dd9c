namespace KafkaRunner.Tests.Support;

/// <summary>Tests that hold what there is one of in a process, the pool or who listens to traces and metrics, or that measure it: no other runs beside them.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess
{
    /// <summary>Holds more threads of the pool than it grows by while a test lasts, until the result is disposed.</summary>
    public static IDisposable Hold()
    {
        var gate = new Engine.Gate();
        using var all = new CountdownEvent(Environment.ProcessorCount);
        var held = 0;
        for (var i = 0; i < 200; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    if (Interlocked.Increment(ref held) <= Environment.ProcessorCount) all.Signal();
                    gate.Wait();
                },
                null);
        }

        all.Wait();
        return gate;
    }
}
