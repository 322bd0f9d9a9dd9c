using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Processing;

/// <summary>Reads the value, then calls a <see cref="Consumer{T}"/>.</summary>
internal sealed class TypedProcessor<T>(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts, ValueReader<T> reader, ILogger logger)
    : MessageProcessor(consumer, activator, parts)
{
    private readonly HashSet<string> _warnedOfTombstones = [];

    public override string ValueTypeName => typeof(T).Name;

    protected override ValueTask<Outcome> AttemptAsync(
        ReadOnlyMemory<MessageSlot> messages, TelemetryTags tags, CancellationToken cancellationToken)
    {
        var slot = messages.Span[0];
        return slot.IsTombstone
            ? CallAsync(messages, new TombstoneCall(this, slot, tags), cancellationToken)
            : CallAsync(messages, new Call(new Message<T>(new Message(slot), reader.Read(slot))), cancellationToken);
    }

    private void NoteUnhandledTombstone(MessageSlot slot, in TelemetryTags tags)
    {
        Telemetry.Tombstone(tags);
        lock (_warnedOfTombstones)
        {
            if (!_warnedOfTombstones.Add(slot.Topic)) return;
        }

        logger.UnhandledTombstone(slot.Topic, slot.Partition, slot.Offset, Definition.Name);
    }

    private readonly struct Call(Message<T> message) : ICall
    {
        public Task Process(ConsumerBase consumer, CancellationToken cancellationToken) => ((Consumer<T>)consumer).Process(message, cancellationToken);
    }

    private readonly struct TombstoneCall(TypedProcessor<T> owner, MessageSlot slot, TelemetryTags tags) : ICall
    {
        public Task Process(ConsumerBase consumer, CancellationToken cancellationToken)
        {
            var task = ((Consumer<T>)consumer).ProcessTombstone(new Message(slot), cancellationToken);
            if (ReferenceEquals(task, Consumer<T>.UnhandledTombstone)) owner.NoteUnhandledTombstone(slot, tags);
            return task;
        }
    }
}
