using System.Reflection;
using System.Text.Json;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Processing;

/// <summary>Makes the processor that fits a consumer's base class.</summary>
internal static class ProcessorFactory
{
    public static MessageProcessor Create(
        ConsumerDefinition consumer,
        ConsumerActivator activator,
        IReadOnlyList<Type> middlewares,
        JsonSerializerOptions json,
        Telemetry telemetry,
        IServiceProvider services,
        ILogger logger)
    {
        var parts = new Parts(consumer, activator, middlewares, telemetry, services, json, logger);
        if (consumer.Type.IsAssignableTo(typeof(Consumer))) return new RawProcessor(consumer, activator, middlewares, telemetry);
        if (consumer.Type.IsAssignableTo(typeof(BatchConsumer))) return new RawBatchProcessor(consumer, activator, middlewares, telemetry);
        var (valueType, method) = ConsumerDefinition.ValueTypeOf(consumer.Type, typeof(Consumer<>)) is { } single
            ? (single, nameof(CreateTyped))
            : (ConsumerDefinition.ValueTypeOf(consumer.Type, typeof(BatchConsumer<>))!, nameof(CreateTypedBatch));
        var create = typeof(ProcessorFactory).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(valueType);
        return create.CreateDelegate<Func<Parts, MessageProcessor>>()(parts);
    }

    private static TypedProcessor<T> CreateTyped<T>(Parts parts) =>
        new TypedProcessor<T>(parts.Consumer, parts.Activator, parts.Middlewares, parts.Telemetry, ReaderOf<T>(parts), parts.Logger);

    private static TypedBatchProcessor<T> CreateTypedBatch<T>(Parts parts) =>
        new TypedBatchProcessor<T>(parts.Consumer, parts.Activator, parts.Middlewares, parts.Telemetry, ReaderOf<T>(parts));

    private static ValueReader<T> ReaderOf<T>(Parts parts)
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
                $"{parts.Consumer.Type.FullName}: JSON cannot be read as {typeof(T)}: {exception.Message} " +
                $"Register an IMessageDeserializer<{typeof(T).Name}>, or change UseJson.", exception);
        }
    }

    private sealed record Parts(
        ConsumerDefinition Consumer, ConsumerActivator Activator, IReadOnlyList<Type> Middlewares, Telemetry Telemetry,
        IServiceProvider Services, JsonSerializerOptions Json, ILogger Logger);
}
