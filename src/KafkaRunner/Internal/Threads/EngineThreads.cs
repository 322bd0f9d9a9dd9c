namespace KafkaRunner.Internal.Threads;

/// <summary>
/// The threads that all consumers of a process share beside their poll threads. The pool's threads may all be held by user code, and
/// the pool grows by one a second; what the engine owes its partitions does not wait for that.
/// </summary>
internal static class EngineThreads
{
    /// <summary>Gets the thread of due times and of what the pool does not come to. It never waits for anybody, and never runs user code.</summary>
    public static ServiceThread Service { get; } = new();

    /// <summary>Gets the watch over the pool.</summary>
    public static PoolWatch Watch { get; } = new(Service, PoolMinimum.OfProcess);

    /// <summary>Gets the thread on which partitions are opened. It may wait for a client, and so is not the other one.</summary>
    public static OpeningThread Opening { get; } = new();

    /// <summary>Gets the thread that tells what others may hold up.</summary>
    public static TellingThread Telling { get; } = new();
}
