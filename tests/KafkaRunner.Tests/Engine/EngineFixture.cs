using System.Text.Json;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Engine;

/// <summary>One consumer on the whole engine, with a fake below it. Options are quick unless a test says otherwise.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Telemetry _telemetry;

    public EngineFixture(Type consumer, Action<ConsumerOptions>? configure = null, Action<IServiceCollection>? services = null, params Type[] middlewares)
        : this(consumer, new FakeGroupClient(), configure, services, middlewares)
    {
    }

    public EngineFixture(
        Type consumer,
        FakeGroupClient client,
        Action<ConsumerOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Type[]? middlewares = null,
        Seen? seen = null,
        TimeProvider? time = null,
        Func<OffsetTracker>? trackers = null,
        ILogger? logger = null)
    {
        Client = client;
        Seen = seen ?? new Seen();
        middlewares ??= [];
        var options = new ConsumerOptions
        {
            Topics = "orders",
            GroupId = "tests",
            CommitInterval = TimeSpan.FromMilliseconds(20),
            RetryBackoff = TimeSpan.FromMilliseconds(5),
            MaxRetryBackoff = TimeSpan.FromMilliseconds(20),
        };
        configure?.Invoke(options);
        var collection = new ServiceCollection();
        collection.AddSingleton(Seen);
        foreach (var middleware in middlewares) collection.AddScoped(middleware);
        services?.Invoke(collection);
        _services = collection.BuildServiceProvider();
        var definition = ConsumerDefinition.Create(consumer, options);
        _telemetry = new Telemetry();
        var runtime = new ProcessRuntime(time ?? TimeProvider.System);
        var parts = new ProcessingParts(_services, collection, middlewares, JsonSerializerOptions.Web, _telemetry, runtime.Time);
        Runner = new ConsumerPipeline(definition, parts, logger ?? Logs)
            .MakeRunner(Client, runtime, [.. _services.GetServices<IPartitionListener>()], _ => Task.CompletedTask, trackers);
        Runner.Start();
    }

    public FakeGroupClient Client { get; }

    public Seen Seen { get; }

    public RecordingLogger Logs { get; } = new();

    public ConsumerRunner Runner { get; }

    public static TopicPartition Partition(int number) => new("orders", number);

    public async Task<RunResult> StopAsync()
    {
        Runner.RequestStop();
        return await Runner.Completion.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        Seen.Open();
        await StopAsync();
        _telemetry.Dispose();
        await _services.DisposeAsync();
    }
}
