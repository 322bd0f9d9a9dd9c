namespace KafkaRunner;

/// <summary>
/// Is told which partitions a consumer gets and gives up: to load what belongs to a partition before its first message, and to write it
/// down before another member goes on. Registered with <c>runner.Listen&lt;T&gt;()</c>, in order; created once, for all consumers of the host.
/// </summary>
/// <remarks>
/// Called on thread-pool threads, one call at a time for a partition, in the order in which things happen; calls for different partitions or
/// consumers may overlap. After <see cref="AssignedAsync"/>, whatever became of it, comes <see cref="RevokingAsync"/> or <see cref="LostAsync"/>, once
/// for each of its partitions; not for all of them together, perhaps. A process that ends by force (exit code 3) tells nothing any more, so what
/// must survive that belongs into <c>Process</c>.
/// </remarks>
public interface IPartitionListener
{
    /// <summary>Partitions were assigned. None of their messages is processed before this has completed.</summary>
    /// <param name="context">Which partitions, and whose.</param>
    /// <param name="cancellationToken">Cancelled when the consumer stops, or has to give up all of these partitions again.</param>
    /// <returns>A task that completes when their messages may come. An exception before the cancellation ends the consumer with exit code 1.</returns>
    Task AssignedAsync(PartitionContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Partitions are about to be given up, in a rebalance or because the consumer stops. Their messages in work have ended, or have
    /// used up their time; their last offsets are not committed yet, and they are still ours.
    /// </summary>
    /// <param name="context">Which partitions, and whose.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the time is up: what <see cref="ConsumerOptions.DrainTimeout"/> has left after the messages in work, which may be nothing. Nobody
    /// waits any longer then.
    /// </param>
    /// <returns>A task that completes when they may be given up. An exception is logged, and they are given up all the same.</returns>
    Task RevokingAsync(PartitionContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Partitions were lost, or given up before their revocation could be told: another member may have them already, so nothing of them should
    /// be written any more. Polling does not wait for this; messages of these partitions do, should they be assigned again.
    /// </summary>
    /// <param name="context">Which partitions, and whose.</param>
    /// <param name="cancellationToken">Cancelled after <see cref="ConsumerOptions.DrainTimeout"/>.</param>
    /// <returns>A task. An exception is logged.</returns>
    Task LostAsync(PartitionContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
