namespace KafkaRunner;

/// <summary>Where a consumer stood at a moment.</summary>
public sealed class ConsumerSnapshot
{
    /// <summary>Gets the consumer's class.</summary>
    public required Type ConsumerType { get; init; }

    /// <summary>Gets the consumer group's id.</summary>
    public required string GroupId { get; init; }

    /// <summary>Gets how far it has come.</summary>
    public required ConsumerState State { get; init; }

    /// <summary>
    /// Gets for how long its client has not been polled; less than a second in good health, in a rebalance up to <see cref="ConsumerOptions.DrainTimeout"/>
    /// more. Null before the first time.
    /// </summary>
    public TimeSpan? SinceLastPoll { get; init; }

    /// <summary>Gets the partitions that are assigned to it, by topic and number.</summary>
    public required IReadOnlyList<PartitionSnapshot> Partitions { get; init; }

    /// <summary>Gets what keeps it from its work at present and does not end it, such as brokers that cannot be reached or a topic that it may not read.</summary>
    public required IReadOnlyList<ConsumerTrouble> Troubles { get; init; }
}
