using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Hosting;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Testing.Internal;

/// <summary>The engine's own processing for one consumer, fed by hand: from test messages to slots, from outcomes to what a test reads.</summary>
internal sealed class HarnessPipeline : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly ServiceProvider _services;
    private readonly ConsumerRegistry _registry;
    private readonly ConsumerDefinition _consumer;
    private readonly ConsumerPipeline _pipeline;
    private readonly TimeProvider _time;
    private bool _disposed;

    public HarnessPipeline(
        Type consumer, FakeKafkaProducer producer, TimeProvider time, Action<IServiceCollection>? services, Action<KafkaRunnerBuilder>? runner)
    {
        _time = time;
        (_services, _registry) = HarnessServices.Build(consumer, producer, time, services, runner);
        try
        {
            producer.Json = _services.GetRequiredService<ProducerOptions>().JsonOptions ?? producer.Json;
            _consumer = _services.GetRequiredService<HostedConsumers>().All.Single();
            var logger = _services.GetRequiredService<ILoggerFactory>().CreateLogger(consumer.FullName ?? consumer.Name);
            _pipeline = new ConsumerPipeline(_consumer, _registry.PartsOf(_services), logger);
        }
        catch
        {
            _services.Dispose();
            throw;
        }
    }

    public IServiceProvider Services => _services;

    /// <summary>Divides messages into what the consumer is called with: one each, or runs of one partition up to the batch size.</summary>
    public IEnumerable<IReadOnlyList<TestMessage>> UnitsOf(IEnumerable<TestMessage> messages)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var largest = _consumer.IsBatch ? _consumer.Options.BatchSize : 1;
        var unit = new List<TestMessage>();
        foreach (var message in messages)
        {
            ArgumentNullException.ThrowIfNull(message);
            if (unit.Count == largest || (unit.Count > 0 && PartitionOf(unit[0]) != PartitionOf(message)))
            {
                yield return unit;
                unit = [];
            }

            unit.Add(message);
        }

        if (unit.Count > 0) yield return unit;
    }

    /// <summary>Makes one attempt at a unit.</summary>
    public async Task<IReadOnlyList<MessageOutcome>> ProcessAsync(IReadOnlyList<TestMessage> unit, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var partition = PartitionOf(unit[0]);
        var slots = unit.Select(message => Fill(partition, message)).ToArray();
        var offsets = slots.Select(slot => slot.Offset).ToArray();
        try
        {
            var outcome = await _pipeline.Processor.ProcessAsync(slots, new TelemetryTags(_consumer.GroupId, partition), cancellationToken).ConfigureAwait(false);
            return [.. unit.Select((message, i) => Of(message, partition, offsets[i], i, outcome))];
        }
        finally
        {
            foreach (var slot in slots) slot.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _pipeline.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static MessageOutcome Of(TestMessage message, TopicPartition partition, long offset, int index, Outcome outcome)
    {
        var state = index < outcome.Finished ? MessageState.Processed : outcome.Kind switch
        {
            OutcomeKind.Cancelled => MessageState.Cancelled,
            OutcomeKind.Unreadable when index > outcome.Finished => MessageState.NotReached,
            OutcomeKind.Unreadable => MessageState.Unreadable,
            _ => MessageState.Failed,
        };
        return new MessageOutcome(message, partition, offset, state, state is MessageState.Processed or MessageState.NotReached ? null : outcome.Error);
    }

    private TopicPartition PartitionOf(TestMessage message) => new(message.Topic ?? _consumer.Topics[0], message.Partition);

    private MessageSlot Fill(TopicPartition partition, TestMessage message)
    {
        var (key, value) = (message.KeyBytes(), message.ValueBytesWith(_registry.Json));
        var slot = new MessageSlot(partition.Topic, partition.Partition);
        slot.Fill(
            NextOffset(partition, message.Offset), key, key is not null, value, value is null,
            (message.Timestamp ?? _time.GetUtcNow()).ToUnixTimeMilliseconds(), leaderEpoch: -1, message.Headers.Copy());
        slot.Attempt = message.Attempt;
        return slot;
    }

    private long NextOffset(TopicPartition partition, long? wanted)
    {
        lock (_lock)
        {
            var offset = wanted ?? _ends.GetValueOrDefault(partition);
            _ends[partition] = offset + 1;
            return offset;
        }
    }
}
