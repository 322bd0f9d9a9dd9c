using System.Text.Json;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>What stands between a partition's worker and a consumer class, with one message in hand.</summary>
internal sealed class Pipeline<TConsumer>
    where TConsumer : ConsumerBase
{
    private readonly MessageProcessor _processor;
    private readonly TelemetryTags _tags = new("bench", new TopicPartition("bench", 0));
    private readonly MessageSlot[] _messages;

    public Pipeline(ReadOnlySpan<byte> value, ConsumerLifetime lifetime)
    {
        var services = new ServiceCollection().AddScoped<Scoped>();
        var provider = services.BuildServiceProvider();
        var definition = ConsumerDefinition.Create(typeof(TConsumer), new ConsumerOptions { Topics = "bench", GroupId = "bench", Lifetime = lifetime });
        var parts = new ProcessingParts(provider, services, [], JsonSerializerOptions.Web, new Telemetry());
        _processor = new ConsumerPipeline(definition, parts, NullLogger.Instance).Processor;
        _messages = [Slots.Holding(value)];
    }

    public ValueTask<Outcome> ProcessAsync() => _processor.ProcessAsync(_messages, _tags, CancellationToken.None);
}
