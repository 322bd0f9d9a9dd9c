using BenchmarkDotNet.Attributes;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>What does the pipeline add to a call of a consumer's method, for each kind of handler and lifetime?</summary>
[MemoryDiagnoser]
public class PipelineBenchmarks
{
    private static readonly byte[] Value = new byte[70];

    private readonly SynchronousConsumer _synchronous = new();
    private readonly AsynchronousConsumer _asynchronous = new();
    private readonly Message _message = new(Slots.Holding(Value));
    private readonly Pipeline<SynchronousConsumer> _singleton = new(Value, ConsumerLifetime.Singleton);
    private readonly Pipeline<SynchronousConsumer> _perAttempt = new(Value, ConsumerLifetime.Scoped);
    private readonly Pipeline<ScopedConsumer> _scoped = new(Value, ConsumerLifetime.Scoped);
    private readonly Pipeline<AsynchronousConsumer> _asynchronousSingleton = new(Value, ConsumerLifetime.Singleton);

    [Benchmark(Baseline = true)]
    public Task BareSynchronousCall() => _synchronous.Process(_message, CancellationToken.None);

    [Benchmark]
    public bool SynchronousOnSingleton() => IsFinished(_singleton.ProcessAsync());

    [Benchmark]
    public bool SynchronousOnNewInstance() => IsFinished(_perAttempt.ProcessAsync());

    [Benchmark]
    public bool SynchronousOnNewInstanceInScope() => IsFinished(_scoped.ProcessAsync());

    [Benchmark]
    public Task BareAsynchronousCall() => _asynchronous.Process(_message, CancellationToken.None);

    [Benchmark]
    public async Task<bool> AsynchronousOnSingleton() => (await _asynchronousSingleton.ProcessAsync()).Kind == OutcomeKind.Finished;

    private static bool IsFinished(ValueTask<Outcome> outcome) => outcome.GetAwaiter().GetResult().Kind == OutcomeKind.Finished;
}
