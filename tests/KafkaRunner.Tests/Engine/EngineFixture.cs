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
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Engine;

/// <summary>
/// One consumer on the whole engine, with a fake below it. By the system's clock options are quick unless a test says otherwise; by a clock that the
/// test advances they are the product's own.
/// </summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    /// <summary>The least time that the engine waits for.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ServiceProvider _services;
    private readonly Telemetry _telemetry;
    private readonly FakeTimeProvider? _clock;

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
        ILogger? logger = null,
        FakeTimeProvider? clock = null)
    {
        _clock = clock;
        Client = client;
        Seen = seen ?? new Seen();
        middlewares ??= [];
        var options = new ConsumerOptions { Topics = "orders", GroupId = "tests" };
        if (clock is null)
        {
            options.CommitInterval = TimeSpan.FromMilliseconds(20);
            (options.RetryBackoff, options.MaxRetryBackoff) = (TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20));
        }

        configure?.Invoke(options);
        var collection = new ServiceCollection();
        collection.AddSingleton(Seen);
        foreach (var middleware in middlewares) collection.AddScoped(middleware);
        services?.Invoke(collection);
        _services = collection.BuildServiceProvider();
        var definition = ConsumerDefinition.Create(consumer, options);
        _telemetry = new Telemetry();
        var runtime = clock is null ? new ProcessRuntime(time ?? TimeProvider.System) : new TestRuntime(clock);
        var parts = new ProcessingParts(_services, collection, middlewares, JsonSerializerOptions.Web, _telemetry);
        Runner = new ConsumerPipeline(definition, parts, logger ?? Logs)
            .MakeRunner(Client, runtime, [.. _services.GetServices<IPartitionListener>()], _ => Task.CompletedTask, trackers);
        Runner.Start();
    }

    public FakeGroupClient Client { get; }

    public Seen Seen { get; }

    public RecordingLogger Logs { get; } = new();

    public ConsumerRunner Runner { get; }

    /// <summary>Gets the clock of <see cref="OnFakeClock"/>.</summary>
    public FakeTimeProvider Clock => _clock ?? throw new InvalidOperationException("This engine goes by the system's clock.");

    /// <summary>Starts an engine whose time stands still until the test advances <see cref="Clock"/>: pauses, intervals and deadlines alike.</summary>
    public static EngineFixture OnFakeClock(
        Type consumer, Action<ConsumerOptions>? configure = null, Action<IServiceCollection>? services = null, FakeGroupClient? client = null) =>
        new(consumer, client ?? new FakeGroupClient(), configure, services, clock: new FakeTimeProvider());

    public static TopicPartition Partition(int number) => new("orders", number);

    /// <summary>Waits until the poll thread has come by twice: it has begun what was posted or logged before, and has looked at the clock since.</summary>
    public async Task ComeAround()
    {
        var before = Client.Rounds;
        await Eventually.Until("the poll thread has come around", () => Client.Rounds >= before + 2 || Runner.Completion.IsCompleted);
    }

    /// <summary>Lets time pass, and checks that something comes of it when it is over, not before, and not a tenth of a second later.</summary>
    /// <param name="time">How long.</param>
    /// <param name="what">What comes, in words.</param>
    /// <param name="hasCome">Whether it has.</param>
    public async Task ComesAfter(TimeSpan time, string what, Func<bool> hasCome)
    {
        await ComeAround();
        Clock.Advance(time - (2 * Tick));       // one may have passed since the time began
        await ComeAround();
        Assert.False(hasCome(), $"Too early: {what}.");
        var latest = Clock.GetUtcNow() + (100 * Tick);      // a timer may be set while the clock is advanced
        await Eventually.Until(what, hasCome, meanwhile: () => Clock.Advance(Clock.GetUtcNow() < latest ? Tick : TimeSpan.Zero));
    }

    /// <summary>Requests a stop and waits until its time has begun.</summary>
    /// <returns>A task with what completes when it has stopped.</returns>
    public async Task<Task<RunResult>> BeginStopAsync()
    {
        var stop = StopAsync();
        await Eventually.Until("it is stopping", () => Logs.Texts(LogEvents.ConsumerStopping).Any());
        return stop;
    }

    public async Task<RunResult> StopAsync()
    {
        Runner.RequestStop();
        return await Runner.Completion.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        Seen.Open();
        Runner.RequestStop();
        if (_clock is not null) await Eventually.Until("it has stopped", () => Runner.Completion.IsCompleted, meanwhile: () => _clock.Advance(TimeSpan.FromSeconds(1)));
        await StopAsync();
        _telemetry.Dispose();
        await _services.DisposeAsync();
    }
}
