using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What the workers of one consumer share.</summary>
/// <param name="Consumer">The consumer that they work for.</param>
/// <param name="Processor">Makes the attempts.</param>
/// <param name="Permits">One for each message or batch that may be in work at once; waiters are served in turn.</param>
/// <param name="Telemetry">Where they count.</param>
/// <param name="Time">The clock of pauses and waits.</param>
/// <param name="Logger">Where they tell.</param>
/// <param name="Fail">Ends the consumer for good. Any thread.</param>
internal sealed record WorkerContext(
    ConsumerDefinition Consumer,
    MessageProcessor Processor,
    SemaphoreSlim Permits,
    Telemetry Telemetry,
    TimeProvider Time,
    ILogger Logger,
    Action<Exception> Fail);
