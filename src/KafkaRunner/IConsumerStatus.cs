namespace KafkaRunner;

/// <summary>Tells where the consumers of this host stand: for health checks, dashboards and tests. Resolved from the host's services.</summary>
public interface IConsumerStatus
{
    /// <summary>Takes a snapshot. Any thread, at any time; it takes locks for moments only, and costs nothing while nobody asks.</summary>
    /// <returns>One for each consumer that the host runs, also when it has ended; none before the host has started.</returns>
    IReadOnlyList<ConsumerSnapshot> GetSnapshots();
}
