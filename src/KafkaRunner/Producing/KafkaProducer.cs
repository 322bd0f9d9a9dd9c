using System.Text;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Producing;

/// <summary>The producer: makes its client when first used, waits for room and for reports, replaces a client that broke.</summary>
internal sealed partial class KafkaProducer : IKafkaProducer, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(10);

    [ThreadStatic]
    private static bool _inCallback;

    private readonly ProducerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Func<Action<IProducerClient, string>, IProducerClient> _connect;
    private readonly Outstanding _outstanding = new();
    private readonly PartitionCounts _partitions;
    private readonly OncePerMinute _limit;
    private readonly Lock _gate = new();
    private IProducerClient? _client;
    private bool _closed;
    private long _delivered;
    private long _failed;

    public KafkaProducer(ProducerOptions options, ILogger<KafkaProducer> logger)
        : this(options, logger, TimeProvider.System, connect: null)
    {
    }

    /// <param name="options">How to work.</param>
    /// <param name="logger">For what nobody else is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="connect">Makes a client, given what to call when it breaks; null for Confluent's.</param>
    internal KafkaProducer(
        ProducerOptions options, ILogger logger, TimeProvider time, Func<Action<IProducerClient, string>, IProducerClient>? connect)
    {
        (_options, _logger, _time) = (options, logger, time);
        _limit = new OncePerMinute(time);
        _connect = connect ?? (onBroken => new ConfluentProducerClient(options, logger, _limit, onBroken, NativeProducer.Of));
        _partitions = new PartitionCounts(topic => Client().CountPartitions(topic, MetadataTimeout), time);
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeliverAsync<T>(
        string topic, T value, string? key = null, ProduceOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var message = Compose(topic, value, key, options);
        if (NeedsPartition(message)) SetPartition(message, await Task.Run(() => _partitions.Ask(topic), cancellationToken).WaitAsync(cancellationToken));

        var reported = new TaskCompletionSource<DeliveryReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var room = new RoomWait(_options.BufferTimeout, _time);
        while (!TryAccept(message, reported.SetResult))
        {
            if (!room.TryNext(out var pause)) throw DeliveryFailure.BufferFull(topic, _options);
            await Task.Delay(pause, _time, cancellationToken);
        }

        DeliveryReport report;
        try
        {
            report = await reported.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = LogIfFailed(reported.Task);     // the caller has gone and will not hear of it
            throw;
        }

        return report.IsDelivered ? report.Result : throw report.Error;
    }

    /// <inheritdoc/>
    public void Enqueue<T>(string topic, T value, string? key = null, ProduceOptions? options = null, Action<DeliveryReport>? onDelivered = null)
    {
        var message = Compose(topic, value, key, options);
        if (NeedsPartition(message)) SetPartition(message, _partitions.Ask(topic));

        var room = new RoomWait(_options.BufferTimeout, _time);
        while (!TryAccept(message, onDelivered))
        {
            if (_inCallback) throw DeliveryFailure.BufferFullInCallback(topic);
            if (!room.TryNext(out var pause)) throw DeliveryFailure.BufferFull(topic, _options);
            Thread.Sleep(pause);
        }
    }

    private OutgoingMessage Compose<T>(string topic, T value, string? key, ProduceOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        if (options?.Partition < 0) throw new ArgumentOutOfRangeException(nameof(options), options.Partition, "Partition counts from 0; null leaves the choice to the key.");
        var keyBytes = key is null ? null : Encoding.UTF8.GetBytes(key);
        return new OutgoingMessage(topic, keyBytes, ValueBytes.Of(value, _options.JsonOptions), options);
    }

    /// <summary>Chooses the partition of a message with a partition key, unless the brokers must first be asked.</summary>
    private bool NeedsPartition(OutgoingMessage message)
    {
        if (message.PartitionKey is null) return false;
        if (!ProducerProperties.PartitionsByCrc(_options))
        {
            throw new NotSupportedException(
                $"PartitionKey follows the partitioner consistent_random, but this producer's is '{_options.Kafka["partitioner"]}'. " +
                "Set Partition instead, or leave the partitioner as it is.");
        }

        if (!_partitions.TryGet(message.Topic, out var count)) return true;
        SetPartition(message, count);
        return false;
    }

    private static void SetPartition(OutgoingMessage message, int count) =>
        message.Partition = KeyPartitioner.PartitionOf(message.PartitionKey!, count);

    /// <returns>False where the buffer is full.</returns>
    private bool TryAccept(OutgoingMessage message, Action<DeliveryReport>? onDelivered)
    {
        while (true)
        {
            var client = Client();
            var generation = _outstanding.Enter();
            var acceptance = Acceptance.Full;
            try
            {
                acceptance = client.TryProduce(message, report => Reported(report, message, generation, onDelivered));
            }
            finally
            {
                if (acceptance != Acceptance.Accepted) _outstanding.Leave(generation);
            }

            if (acceptance != Acceptance.Closed) return acceptance == Acceptance.Accepted;
        }
    }

    // On a thread of the client, which must not see an exception.
    private void Reported(DeliveryReport report, OutgoingMessage message, Outstanding.Generation generation, Action<DeliveryReport>? onDelivered)
    {
        try
        {
            Interlocked.Increment(ref report.IsDelivered ? ref _delivered : ref _failed);
            if (!report.IsDelivered && message.PartitionKey is not null) _partitions.Forget(message.Topic);    // perhaps there are fewer now
            _inCallback = true;
            if (onDelivered is null) LogIfFailed(report);
            else onDelivered(report);
        }
        catch (Exception exception)
        {
            _logger.DeliveryCallbackFailed(exception, message.Topic, report.IsDelivered);
        }
        finally
        {
            _inCallback = false;
            _outstanding.Leave(generation);
        }
    }

    private async Task LogIfFailed(Task<DeliveryReport> report) => LogIfFailed(await report);

    private void LogIfFailed(DeliveryReport report)
    {
        if (report.IsDelivered || !_limit.MayPass($"{report.Error.Topic}: {report.Error.Reason}", out var heldBack)) return;
        _logger.DeliveryFailed(report.Error.Message, heldBack);
    }
}
