using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>What does the pipeline add to a call of a consumer's method, for each kind of handler and lifetime?</summary>
/// <remarks>Baselines are wrapped as the others are: a synchronous one looks at the task, an asynchronous one awaits it in a method of its own.</remarks>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class PipelineBenchmarks
{
    private const string Synchronous = "synchronous";
    private const string Asynchronous = "asynchronous";
    private static readonly byte[] Value = new byte[70];

    private readonly SynchronousConsumer _synchronous = new();
    private readonly AsynchronousConsumer _asynchronous = new();
    private readonly Message _message = new(Slots.Holding(Value));
    private readonly Pipeline<SynchronousConsumer> _singleton = new(Value, ConsumerLifetime.Singleton);
    private readonly Pipeline<SynchronousConsumer> _perAttempt = new(Value, ConsumerLifetime.Scoped);
    private readonly Pipeline<ScopedConsumer> _scoped = new(Value, ConsumerLifetime.Scoped);
    private readonly Pipeline<AsynchronousConsumer> _asynchronousSingleton = new(Value, ConsumerLifetime.Singleton);
    private readonly Pipeline<AsynchronousConsumer> _asynchronousPerAttempt = new(Value, ConsumerLifetime.Scoped);
    private readonly Pipeline<AsynchronousScopedConsumer> _asynchronousScoped = new(Value, ConsumerLifetime.Scoped);

    [Benchmark(Baseline = true), BenchmarkCategory(Synchronous)]
    public bool BareSynchronousCall() => _synchronous.Process(_message, CancellationToken.None).IsCompletedSuccessfully;

    [Benchmark, BenchmarkCategory(Synchronous)]
    public bool SynchronousOnSingleton() => IsFinished(_singleton.ProcessAsync());

    [Benchmark, BenchmarkCategory(Synchronous)]
    public bool SynchronousOnNewInstance() => IsFinished(_perAttempt.ProcessAsync());

    [Benchmark, BenchmarkCategory(Synchronous)]
    public bool SynchronousOnNewInstanceInScope() => IsFinished(_scoped.ProcessAsync());

    [Benchmark(Baseline = true), BenchmarkCategory(Asynchronous)]
    public async Task<bool> BareAsynchronousCall()
    {
        await _asynchronous.Process(_message, CancellationToken.None);
        return true;
    }

    [Benchmark, BenchmarkCategory(Asynchronous)]
    public async Task<bool> AsynchronousOnSingleton() => IsFinished(await _asynchronousSingleton.ProcessAsync());

    [Benchmark, BenchmarkCategory(Asynchronous)]
    public async Task<bool> AsynchronousOnNewInstance() => IsFinished(await _asynchronousPerAttempt.ProcessAsync());

    [Benchmark, BenchmarkCategory(Asynchronous)]
    public async Task<bool> AsynchronousOnNewInstanceInScope() => IsFinished(await _asynchronousScoped.ProcessAsync());

    private static bool IsFinished(ValueTask<Outcome> outcome) => IsFinished(outcome.GetAwaiter().GetResult());

    private static bool IsFinished(Outcome outcome) => outcome.Kind == OutcomeKind.Finished;
}
