using System.Reflection;
using KafkaRunner.Configuration;
using KafkaRunner.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Processing;

/// <summary>Makes the processor that fits a consumer's base class.</summary>
internal static class ProcessorFactory
{
    public static MessageProcessor Create(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts, ILogger logger)
    {
        if (consumer.Type.IsAssignableTo(typeof(Consumer))) return new RawProcessor(consumer, activator, parts);
        if (consumer.Type.IsAssignableTo(typeof(BatchConsumer))) return new RawBatchProcessor(consumer, activator, parts);
        var (valueType, method) = ConsumerDefinition.ValueTypeOf(consumer.Type, typeof(Consumer<>)) is { } single
            ? (single, nameof(CreateTyped))
            : (ConsumerDefinition.ValueTypeOf(consumer.Type, typeof(BatchConsumer<>))!, nameof(CreateTypedBatch));
        var create = typeof(ProcessorFactory).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(valueType);
        return create.CreateDelegate<Func<ConsumerDefinition, ConsumerActivator, ProcessingParts, ILogger, MessageProcessor>>()(consumer, activator, parts, logger);
    }

    private static TypedProcessor<T> CreateTyped<T>(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts, ILogger logger) =>
        new(consumer, activator, parts, ReaderOf<T>(consumer, parts), logger);

    private static TypedBatchProcessor<T> CreateTypedBatch<T>(ConsumerDefinition consumer, ConsumerActivator activator, ProcessingParts parts, ILogger logger) =>
        new(consumer, activator, parts, ReaderOf<T>(consumer, parts));

    private static ValueReader<T> ReaderOf<T>(ConsumerDefinition consumer, ProcessingParts parts)
    {
        if (parts.Services.GetService<IMessageDeserializer<T>>() is { } registered) return new ValueReader<T>(registered);
        if (typeof(T) == typeof(string)) return new ValueReader<T>((IMessageDeserializer<T>)(object)new TextMessageDeserializer());
        if (typeof(T) == typeof(byte[])) return new ValueReader<T>((IMessageDeserializer<T>)(object)new BytesMessageDeserializer());
        try
        {
            return new ValueReader<T>(new JsonMessageDeserializer<T>(parts.Json));
        }
        catch (NotSupportedException exception)
        {
            throw new KafkaRunnerConfigurationException(
                $"{consumer.Type.FullName}: JSON cannot be read as {typeof(T)}: {exception.Message} " +
                $"Register an IMessageDeserializer<{typeof(T).Name}>, or change UseJson.", exception);
        }
    }
}
