namespace KafkaRunner.Tests.Architecture;

/// <summary>
/// Where the library asks a clock or chance itself, or takes threads, instead of by the <c>EngineRuntime</c> or <see cref="TimeProvider"/> that a test can
/// set. The list may only shrink: a new place is to be given its runtime, and one that needs nothing of the kind any more is to be taken off.
/// </summary>
internal static class RuntimeUses
{
    /// <summary>What is looked for.</summary>
    public static readonly string[] Words =
    [
        "Stopwatch", "Environment.TickCount64", "Random.Shared", "Task.Delay", "DateTime.UtcNow", "DateTimeOffset.UtcNow",
        "ThreadPool", "new Thread", "Task.Run", "Task.Yield", "Task.Factory", "TaskScheduler", ".CancelAsync",
        ".RunContinuationsAsynchronously", ".ForceYielding", "EngineThreads", "TimeProvider.System",
    ];

    public static readonly string[] Known =
    [
        // Asks for partitions before a consumer is made.
        "KafkaRunner/Hosting/KafkaRunnerService.cs: Task.Run",

        // The clock of a host that has registered none.
        "KafkaRunner/Hosting/KafkaRunnerServiceCollectionExtensions.cs: TimeProvider.System",

        // Its completion is the host's to wait for.
        "KafkaRunner/Internal/ConsumerRunner.cs: .RunContinuationsAsynchronously",

        // Wait for librdkafka, which goes by the system's clock and brings threads of its own.
        "KafkaRunner/Internal/Kafka/CommittedQuestion.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/GroupQuestions.cs: Task.Factory, TaskScheduler",
        "KafkaRunner/Internal/Kafka/GroupSubscription.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/LogQuestion.cs: Task.Delay, Task.Factory, TaskScheduler",
        "KafkaRunner/Internal/Kafka/ManagedCommits.cs: Task.Factory, TaskScheduler",
        "KafkaRunner/Internal/Kafka/ManagedGroupClient.cs: Stopwatch, Task.Factory, TaskScheduler",
        "KafkaRunner/Internal/Kafka/NativeGroupClient.cs: Stopwatch, Task.Factory, TaskScheduler",
        "KafkaRunner/Internal/Kafka/PartitionCountQuestion.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/TopicQuestion.cs: Task.Delay",

        // Takes the duration of an attempt, which decides nothing.
        "KafkaRunner/Internal/Processing/MessageProcessor.cs: Stopwatch",

        // What the runtime of a process is made of.
        "KafkaRunner/Internal/Threads/EngineThreads.cs: EngineThreads",
        "KafkaRunner/Internal/Threads/OpeningThread.cs: new Thread",
        "KafkaRunner/Internal/Threads/PoolMinimum.cs: ThreadPool",
        "KafkaRunner/Internal/Threads/PoolWatch.cs: Environment.TickCount64, ThreadPool",
        "KafkaRunner/Internal/Threads/ProcessRuntime.cs: Environment.TickCount64, Random.Shared, ThreadPool, new Thread, TaskScheduler, .CancelAsync, .RunContinuationsAsynchronously, EngineThreads, TimeProvider.System",
        "KafkaRunner/Internal/Threads/ServedItem.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Threads/ServiceThread.cs: Environment.TickCount64, new Thread",
        "KafkaRunner/Internal/Threads/ServiceTimer.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Threads/TellingThread.cs: new Thread",

        // Producers stand beside the engine.
        "KafkaRunner/Producing/ConfluentProducerClient.cs: Stopwatch",
        "KafkaRunner/Producing/KafkaProducer.Lifetime.cs: new Thread, Task.Factory, TaskScheduler",
        "KafkaRunner/Producing/KafkaProducer.cs: Task.Delay, Task.Run, .RunContinuationsAsynchronously, TimeProvider.System",
        "KafkaRunner/Producing/Outstanding.cs: .RunContinuationsAsynchronously",
        "KafkaRunner/Producing/PartitionCounts.cs: Task.Run",
    ];
}
