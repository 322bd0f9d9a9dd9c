using KafkaRunner.Diagnostics;

namespace KafkaRunner.Producing;

/// <content>Its client, flushing and the end.</content>
internal sealed partial class KafkaProducer
{
    // Lingering shorter than this passes faster than a thread that would cut it short starts.
    private static readonly TimeSpan LongInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HurrySlice = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PurgeTimeout = TimeSpan.FromSeconds(5);

    private int _flushing;

    /// <inheritdoc/>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var soFar = _outstanding.SoFar();
        if (soFar.IsCompleted) return;
        if (Interlocked.Increment(ref _flushing) == 1 && _options.DeliveryInterval > LongInterval) StartHurrying();
        try
        {
            await soFar.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _flushing);
        }
    }

    /// <summary>Flushes for up to <see cref="ProducerOptions.FlushTimeout"/>, then fails what is left and says so.</summary>
    /// <returns>How many messages were given up.</returns>
    public async Task<long> FlushOrGiveUpAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        if (await IsFlushedInTime(cancellationToken)) return 0;
        var waited = _time.GetElapsedTime(start);

        var failedBefore = Interlocked.Read(ref _failed);
        var soFar = _outstanding.SoFar();
        CurrentClient()?.Purge();
        await soFar.WaitAsync(PurgeTimeout, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var givenUp = Interlocked.Read(ref _failed) - failedBefore + (soFar.IsCompleted ? 0 : _outstanding.Count);
        if (givenUp > 0) _logger.GivenUpAtStop(givenUp, _options.Brokers, waited.TotalSeconds);
        return givenUp;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
        }

        await FlushOrGiveUpAsync(CancellationToken.None);
        if (CurrentClient() is not { } client) return;
        client.Dispose();
        _logger.ProducerStopped(Interlocked.Read(ref _delivered), Interlocked.Read(ref _failed));
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<bool> IsFlushedInTime(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.FlushTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await FlushAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _outstanding.Count == 0;
        }
    }

    // The client's own flush blocks, but it alone ends lingering: a thread of its own, while anyone waits.
    private void StartHurrying() => new Thread(() =>
    {
        while (Volatile.Read(ref _flushing) > 0)
        {
            CurrentClient()?.Hurry(HurrySlice);
            Thread.Sleep(1);    // where there is nothing to hurry, it returns at once
        }
    })
    {
        IsBackground = true,
        Name = "KafkaRunner producer flush",
    }.Start();

    private IProducerClient Client()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _client ??= _connect(Replace);
        }
    }

    private IProducerClient? CurrentClient()
    {
        lock (_gate) return _client;
    }

    // May be called on the broken client's own threads, which must not dispose of it.
    private void Replace(IProducerClient broken, string reason)
    {
        lock (_gate)
        {
            if (_client != broken) return;
            _client = null;
        }

        _logger.ProducerReplaced(reason);
        _ = Task.Factory.StartNew(broken.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
