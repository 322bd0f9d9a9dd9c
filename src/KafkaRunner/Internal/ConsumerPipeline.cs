using KafkaRunner.Configuration;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>One consumer put together: its class, what stands around <c>Process</c>, and what runs it.</summary>
internal sealed class ConsumerPipeline : IAsyncDisposable
{
    private readonly ConsumerDefinition _consumer;
    private readonly ConsumerActivator _activator;
    private readonly ProcessingParts _parts;
    private readonly ILogger _logger;

    public ConsumerPipeline(ConsumerDefinition consumer, ProcessingParts parts, ILogger logger)
    {
        (_consumer, _parts, _logger) = (consumer, parts, logger);
        _activator = new ConsumerActivator(consumer, parts.Services, new DependencyGraph(parts.Registered), needsScope: parts.Middlewares.Count > 0);
        try
        {
            Processor = ProcessorFactory.Create(consumer, _activator, parts, logger);
        }
        catch
        {
            _activator.DisposeAsync().AsTask().GetAwaiter().GetResult();        // it has made what lives as long as the process
            throw;
        }
    }

    /// <summary>Gets what makes an attempt at messages.</summary>
    public MessageProcessor Processor { get; }

    /// <summary>Puts together what runs the consumer, and does not start it.</summary>
    /// <param name="client">The member of its group.</param>
    /// <param name="runtime">What it runs on.</param>
    /// <param name="listeners">Whom to tell of partitions.</param>
    /// <param name="flushProduced">Waits for what <c>Process</c> has produced.</param>
    /// <param name="trackers">Makes a tracker for each partition, where a test wants its own.</param>
    public ConsumerRunner MakeRunner(
        IGroupClient client,
        EngineRuntime runtime,
        IReadOnlyList<IPartitionListener> listeners,
        Func<CancellationToken, Task> flushProduced,
        Func<OffsetTracker>? trackers = null) =>
        new(_consumer, client, Processor, listeners, _parts.Telemetry, runtime, _logger, flushProduced, trackers);

    public ValueTask DisposeAsync() => _activator.DisposeAsync();
}
