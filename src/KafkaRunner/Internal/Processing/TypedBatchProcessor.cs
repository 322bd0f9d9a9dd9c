using System.Runtime.CompilerServices;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Serialization;

namespace KafkaRunner.Internal.Processing;

/// <summary>Reads the values, then calls a <see cref="BatchConsumer{T}"/> with those before the first that cannot be read.</summary>
internal sealed class TypedBatchProcessor<T>(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts, ValueReader<T> reader)
    : MessageProcessor(consumer, activator, parts)
{
    public override string ValueTypeName => typeof(T).Name;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome> AttemptAsync(
        ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        var values = new T?[messages.Length];
        var readable = 0;
        UnreadableMessageException? unreadable = null;
        try
        {
            for (; readable < values.Length; readable++)
            {
                var slot = messages.Span[readable];
                if (!slot.IsTombstone) values[readable] = reader.Read(slot);
            }
        }
        catch (UnreadableMessageException exception)
        {
            unreadable = exception;
        }

        if (readable > 0)
        {
            var before = messages[..readable];
            var batch = new MessageBatch(before.Span);
            try
            {
                await CallAsync(before, new Call(new MessageBatch<T>(batch, values)), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                batch.Close();
            }
        }

        return new Outcome(unreadable is null ? OutcomeKind.Finished : OutcomeKind.Unreadable, readable, unreadable);
    }

    private readonly struct Call(MessageBatch<T> batch) : ICall
    {
        public Task Process(ConsumerBase consumer, CancellationToken cancellationToken) => ((BatchConsumer<T>)consumer).Process(batch, cancellationToken);
    }
}
