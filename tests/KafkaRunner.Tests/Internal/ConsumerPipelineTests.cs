using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.Tests.Internal;

public sealed class ConsumerPipelineTests
{
    [Fact]
    public void A_consumer_that_was_made_is_disposed_where_its_values_cannot_be_read()
    {
        var seen = new Disposals();
        var services = new ServiceCollection().AddSingleton(seen);
        using var provider = services.BuildServiceProvider();
        using var telemetry = new Telemetry();
        var consumer = ConsumerDefinition.Create(typeof(DisposedConsumer), new ConsumerOptions { Topics = "orders", GroupId = "tests", Lifetime = ConsumerLifetime.Singleton });
        var readsNothing = new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() };

        var failure = Assert.Throws<KafkaRunnerConfigurationException>(
            () => new ConsumerPipeline(consumer, new ProcessingParts(provider, services, [], readsNothing, telemetry), NullLogger.Instance));
        Assert.Contains("JSON cannot be read as", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, seen.Count);
    }

    private sealed class Disposals
    {
        public int Count { get; set; }
    }

    private sealed class DisposedConsumer(Disposals seen) : Consumer<int[]>, IDisposable
    {
        public override Task Process(Message<int[]> message, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => seen.Count++;
    }
}
