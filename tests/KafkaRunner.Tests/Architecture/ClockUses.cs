namespace KafkaRunner.Tests.Architecture;

/// <summary>
/// Where the library asks a clock or chance itself, instead of the <see cref="TimeProvider"/> that a test can set. The list may only shrink: a new place is
/// to be given its clock, and one that needs none any more is to be taken off.
/// </summary>
internal static class ClockUses
{
    /// <summary>What is looked for.</summary>
    public static readonly string[] Words = ["Stopwatch", "Environment.TickCount64", "Random.Shared", "Task.Delay", "DateTime.UtcNow", "DateTimeOffset.UtcNow"];

    public static readonly string[] Known =
    [
        "KafkaRunner/Internal/Kafka/CommittedQuestion.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/GroupSubscription.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/LogQuestion.cs: Task.Delay",
        "KafkaRunner/Internal/Kafka/ManagedGroupClient.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/NativeGroupClient.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/PartitionCount.cs: Stopwatch",
        "KafkaRunner/Internal/Kafka/TopicQuestion.cs: Task.Delay",
        "KafkaRunner/Internal/Offsets/OffsetCommitter.cs: Stopwatch",
        "KafkaRunner/Internal/Partitions/Aftermath.cs: Random.Shared",
        "KafkaRunner/Internal/Partitions/Assignment.cs: Stopwatch",
        "KafkaRunner/Internal/Partitions/PartitionListeners.cs: Stopwatch",
        "KafkaRunner/Internal/Partitions/Permit.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Partitions/Permits.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Partitions/Run.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Partitions/TopicIdentity.cs: Stopwatch",
        "KafkaRunner/Internal/Partitions/WorkLoop.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Processing/MessageProcessor.cs: Stopwatch",
        "KafkaRunner/Internal/Threads/PoolWatch.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Threads/ServedItem.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Threads/ServiceThread.cs: Environment.TickCount64",
        "KafkaRunner/Internal/Threads/ServiceTimer.cs: Environment.TickCount64",
        "KafkaRunner/Producing/ConfluentProducerClient.cs: Stopwatch",
        "KafkaRunner/Producing/KafkaProducer.cs: Task.Delay",
    ];
}
