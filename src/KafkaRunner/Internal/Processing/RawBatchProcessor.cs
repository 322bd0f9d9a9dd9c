using System.Runtime.CompilerServices;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Processing;

/// <summary>Calls a <see cref="BatchConsumer"/>.</summary>
internal sealed class RawBatchProcessor(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts) : MessageProcessor(consumer, activator, parts)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome> AttemptAsync(
        ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        var batch = new MessageBatch(messages.Span);
        try
        {
            return await CallAsync(messages, new Call(batch), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            batch.Close();
        }
    }

    private readonly struct Call(MessageBatch batch) : ICall
    {
        public Task Process(ConsumerBase consumer, CancellationToken cancellationToken) => ((BatchConsumer)consumer).Process(batch, cancellationToken);
    }
}
