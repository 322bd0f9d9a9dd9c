using System.Text.Json;

namespace KafkaRunner.Testing;

/// <summary>A producer that writes nowhere and remembers what it was given. Safe for any number of threads.</summary>
/// <remarks>
/// Every message counts as acknowledged at once, unless <see cref="Fails"/> says otherwise. Where the caller names no
/// partition it is 0: there is no topic to ask for its number of partitions.
/// </remarks>
public sealed class FakeKafkaProducer : IKafkaProducer
{
    private readonly Lock _lock = new();
    private readonly List<ProducedMessage> _produced = [];
    private readonly List<ProducedMessage> _undelivered = [];
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly TimeProvider _time;

    /// <summary>Creates a producer for the test of a class that only produces; a harness has its own.</summary>
    /// <param name="json">How JSON is written. Null means <see cref="JsonSerializerOptions.Web"/>.</param>
    /// <param name="time">The clock for the time of acknowledged messages. Null means the system's.</param>
    public FakeKafkaProducer(JsonSerializerOptions? json = null, TimeProvider? time = null)
    {
        Json = json ?? JsonSerializerOptions.Web;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Gets what was acknowledged, in order; a copy of the moment.</summary>
    public IReadOnlyList<ProducedMessage> Produced
    {
        get
        {
            lock (_lock) return [.. _produced];
        }
    }

    /// <summary>Gets what <see cref="Fails"/> has refused, in order; a copy of the moment.</summary>
    public IReadOnlyList<ProducedMessage> Undelivered
    {
        get
        {
            lock (_lock) return [.. _undelivered];
        }
    }

    /// <summary>Gets or sets what says which messages are not delivered, and why.</summary>
    /// <value>
    /// Null, the default, delivers all. The function gets each message on the caller's thread; null from it means delivered, an
    /// exception is thrown by <see cref="DeliverAsync"/> or reported to the callback of <see cref="Enqueue"/>.
    /// </value>
    public Func<ProducedMessage, MessageDeliveryException?>? Fails { get; set; }

    /// <summary>Gets or sets how JSON is written; the harness takes over the producer's options.</summary>
    internal JsonSerializerOptions Json { get; set; }

    /// <inheritdoc/>
    public Task<DeliveryResult> DeliverAsync<T>(
        string topic, T value, string? key = null, ProduceOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<DeliveryResult>(cancellationToken);
        var report = Accept(topic, value, key, options);
        return report.IsDelivered ? Task.FromResult(report.Result) : Task.FromException<DeliveryResult>(report.Error);
    }

    /// <inheritdoc/>
    /// <remarks>The callback runs before this returns, and what it throws is thrown here, so that a test sees it.</remarks>
    public void Enqueue<T>(string topic, T value, string? key = null, ProduceOptions? options = null, Action<DeliveryReport>? onDelivered = null)
    {
        var report = Accept(topic, value, key, options);
        onDelivered?.Invoke(report);
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    private DeliveryReport Accept<T>(string topic, T value, string? key, ProduceOptions? options)
    {
        var message = ProducedMessage.Of(topic, value, key, options, Json);
        var error = Fails?.Invoke(message);
        lock (_lock)
        {
            if (error is not null)
            {
                _undelivered.Add(message);
                return DeliveryReport.Failed(error);
            }

            _produced.Add(message);
            var partition = new TopicPartition(topic, message.Partition ?? 0);
            var offset = _ends.GetValueOrDefault(partition);
            _ends[partition] = offset + 1;
            return DeliveryReport.Delivered(new DeliveryResult(topic, partition.Partition, offset, message.Timestamp ?? _time.GetUtcNow()));
        }
    }
}
