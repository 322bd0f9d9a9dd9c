using System.Runtime.CompilerServices;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Processing;

/// <summary>Calls a <see cref="KafkaRunner.Consumer"/>.</summary>
internal sealed class RawProcessor(ConsumerDefinition consumer, ConsumerActivator activator, IReadOnlyList<Type> middlewares, Telemetry telemetry)
    : MessageProcessor(consumer, activator, middlewares, telemetry)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome> AttemptAsync(
        ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        await CallAsync(messages, new Call(new Message(messages.Span[0])), cancellationToken);
        return new Outcome(OutcomeKind.Finished, 1);
    }

    private readonly struct Call(Message message) : ICall
    {
        public Task Process(ConsumerBase consumer, CancellationToken cancellationToken) => ((Consumer)consumer).Process(message, cancellationToken);
    }
}
