using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Processing;

/// <summary>Calls a <see cref="KafkaRunner.Consumer"/>.</summary>
internal sealed class RawProcessor(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts) : MessageProcessor(consumer, activator, parts)
{
    protected override ValueTask<Outcome> AttemptAsync(
        ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken) =>
        CallAsync(messages, new Call(new Message(messages.Span[0])), cancellationToken);

    private readonly struct Call(Message message) : ICall
    {
        public Task Process(ConsumerBase consumer, CancellationToken cancellationToken) => ((Consumer)consumer).Process(message, cancellationToken);
    }
}
