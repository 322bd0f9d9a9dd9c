using System.Diagnostics;
using Confluent.Kafka;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>
/// Produces the values <c>0</c>, <c>1</c>, … at a steady pace until it is stopped, so that whatever a test does happens under
/// load. The keys follow from a seed. A broker that is away delays it and loses nothing.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _topic;
    private readonly IProducer<string, string> _producer;
    private readonly Random _random;
    private readonly int _keys;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _produced;
    private int _acknowledged;
    private string? _failure;

    private Load(string brokers, string topic, int perSecond, int seed, int keys)
    {
        (_topic, _random, _keys) = (topic, new Random(seed), keys);
        var config = new ProducerConfig
        {
            BootstrapServers = brokers,
            EnableIdempotence = true,
            LingerMs = 5,
            MessageTimeoutMs = (int)Patience.TotalMilliseconds,
            ReconnectBackoffMaxMs = 1_000,
        };
        _producer = new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _running = Task.Run(() => Run(perSecond));
    }

    /// <summary>Gets how many messages the broker has acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Starts to produce.</summary>
    /// <param name="brokers">The addresses.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="perSecond">The pace.</param>
    /// <param name="seed">Decides which message has which key.</param>
    /// <param name="keys">How many keys, <c>key-0</c> and on.</param>
    public static Load Start(string brokers, string topic, int perSecond, int seed, int keys = 1_000) => new(brokers, topic, perSecond, seed, keys);

    /// <summary>Produces no more, and waits until all is acknowledged.</summary>
    /// <param name="atLeast">Go on, without a pause, until there are so many.</param>
    /// <returns>The values, in the order of producing.</returns>
    public async Task<IReadOnlyList<string>> Stop(int atLeast = 0)
    {
        await _stop.CancelAsync();
        await _running;
        while (_produced < atLeast)
        {
            if (!TryProduce()) await Task.Delay(10);
        }

        await Eventually.Until("all is acknowledged", () => _failure is not null || Acknowledged == _produced, Patience, () => $"{Acknowledged} of {_produced}");
        Assert.True(_failure is null, _failure);
        return [.. Enumerable.Range(0, _produced).Select(i => $"{i}")];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _producer.Dispose();
        _stop.Dispose();
    }

    private async Task Run(int perSecond)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                while (_produced < watch.Elapsed.TotalSeconds * perSecond && TryProduce())
                {
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private bool TryProduce()
    {
        try
        {
            _producer.Produce(_topic, new Message<string, string> { Key = $"key-{_random.Next(_keys)}", Value = $"{_produced}" }, Delivered);
            _produced++;
            return true;
        }
        catch (ProduceException<string, string> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private void Delivered(DeliveryReport<string, string> report)
    {
        if (report.Error.IsError) _failure ??= $"{report.Value} was not produced: {report.Error}";
        else Interlocked.Increment(ref _acknowledged);
    }
}
