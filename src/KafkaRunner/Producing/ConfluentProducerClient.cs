using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Producing;

/// <summary>The client on Confluent's producer.</summary>
internal sealed class ConfluentProducerClient : IProducerClient
{
    private static readonly TimeSpan MetadataPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PurgeTimeout = TimeSpan.FromSeconds(5);

    private readonly ProducerOptions _options;
    private readonly ILogger _logger;
    private readonly OncePerMinute _limit;
    private readonly Action<IProducerClient, string> _onBroken;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly NativeProducer? _native;
    private readonly Unreported _unreported = new();    // where there is nothing native
    private int _calls;         // inside the producer right now; it must not be destroyed under them
    private volatile bool _closed;

    /// <param name="options">What to connect to, and how.</param>
    /// <param name="logger">For connection trouble and librdkafka's own lines.</param>
    /// <param name="limit">Shared with the client's predecessors.</param>
    /// <param name="onBroken">Called, perhaps repeatedly and on any thread, when the client can never deliver again, with the reason.</param>
    /// <param name="native">Reaches beneath the producer, and gives null where that cannot be done.</param>
    /// <exception cref="KafkaRunnerConfigurationException">librdkafka cannot be loaded, or refuses a property.</exception>
    public ConfluentProducerClient(
        ProducerOptions options, ILogger logger, OncePerMinute limit, Action<IProducerClient, string> onBroken, Func<IClient, NativeProducer?> native)
    {
        (_options, _logger, _limit, _onBroken) = (options, logger, limit, onBroken);
        LibrdkafkaModule.Load();
        var properties = ProducerProperties.From(options);
        try
        {
            _producer = new ProducerBuilder<byte[]?, byte[]?>(properties)
                .SetErrorHandler((_, error) => OnError(error))
                .SetLogHandler((_, line) => OnLine(line))
                .Build();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new KafkaRunnerConfigurationException(
                $"librdkafka refuses the producer's properties: {exception.Message} Mend it under the producer's Kafka properties.", exception);
        }

        _native = native(_producer);
    }

    public Acceptance TryProduce(OutgoingMessage message, Action<DeliveryReport> onReport)
    {
        if (!TryBegin()) return Acceptance.Closed;
        try
        {
            if (_native is not null) return HandOver(message, onReport);
            var entry = _unreported.Prepare(message, onReport);
            var acceptance = HandOver(message, entry.Report);
            if (acceptance == Acceptance.Accepted) _unreported.Add(entry);
            return acceptance;
        }
        finally
        {
            End();
        }
    }

    public int CountPartitions(string topic, TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(!TryBegin(), this);
        try
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            var asked = Stopwatch.GetTimestamp();
            while (true)
            {
                var found = admin.GetMetadata(topic, timeout).Topics.Single();
                if (found.Partitions.Count > 0) return found.Partitions.Count;
                // A topic that the brokers are just making has no partitions yet.
                if (_closed || Stopwatch.GetElapsedTime(asked) + MetadataPause >= timeout || found.Error.Code == ErrorCode.TopicAuthorizationFailed)
                {
                    throw DeliveryFailure.Of(topic, null, found.Error, mayHaveBeenWritten: false, _options);
                }

                Thread.Sleep(MetadataPause);
            }
        }
        catch (KafkaException exception)
        {
            throw DeliveryFailure.Of(topic, null, exception.Error, mayHaveBeenWritten: false, _options);
        }
        finally
        {
            End();
        }
    }

    public void Hurry(TimeSpan time)
    {
        if (!TryBegin()) return;
        FlushNow(time);
        End();
    }

    public void Purge()
    {
        if (!TryBegin()) return;
        if (_native is not null) _native.Purge();
        else FailUnreported();
        End();
    }

    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        Interlocked.MemoryBarrier();    // closed before the calls are counted, as TryBegin counts before it looks
        SpinWait.SpinUntil(() => Volatile.Read(ref _calls) == 0);
        _native?.Purge();       // what came in last would otherwise go without a report
        if (_native is not null || !_unreported.IsEmpty) FlushNow(PurgeTimeout);
        FailUnreported();
        _producer.Dispose();
    }

    private Acceptance HandOver(OutgoingMessage message, Action<DeliveryReport> onReport)
    {
        try
        {
            _producer.Produce(
                new Confluent.Kafka.TopicPartition(message.Topic, message.Partition ?? Partition.Any),
                Native(message),
                report => onReport(ReportOf(report)));
            return Acceptance.Accepted;
        }
        catch (ProduceException<byte[]?, byte[]?> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return Acceptance.Full;
        }
        catch (ProduceException<byte[]?, byte[]?> exception) when (IsBroken(exception.Error))
        {
            _onBroken(this, exception.Error.Reason);
            return Acceptance.Closed;
        }
        catch (ProduceException<byte[]?, byte[]?> exception)
        {
            throw DeliveryFailure.Of(message.Topic, message.Partition, exception.Error, mayHaveBeenWritten: false, _options);
        }
    }

    private static Message<byte[]?, byte[]?> Native(OutgoingMessage message)
    {
        var native = new Message<byte[]?, byte[]?> { Key = message.Key, Value = message.Value };
        if (message.Timestamp is { } timestamp) native.Timestamp = new Timestamp(timestamp);
        if (message.Headers is not { Count: > 0 } headers) return native;
        native.Headers = [];
        foreach (var header in headers) native.Headers.Add(header.Name, header.Value is { } bytes ? ValueBytes.Of(bytes) : null);
        return native;
    }

    private DeliveryReport ReportOf(DeliveryReport<byte[]?, byte[]?> report) => report.Error.IsError
        ? DeliveryReport.Failed(DeliveryFailure.Of(
            report.Topic, report.Partition, report.Error, mayHaveBeenWritten: report.Status != PersistenceStatus.NotPersisted, _options))
        : DeliveryReport.Delivered(new DeliveryResult(
            report.Topic, report.Partition, Math.Max(report.Offset.Value, -1), DateTimeOffset.FromUnixTimeMilliseconds(report.Timestamp.UnixTimestampMs)));

    private void OnError(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown) return;   // each of them has been told
        if (error.IsFatal || error.Code == ErrorCode.Local_Fatal)
        {
            _onBroken(this, error.Reason);
            return;
        }

        // "127.0.0.1:9092/bootstrap: Connect to … failed: Connection refused (after 3ms in state CONNECT)": the time is never equal.
        var after = error.Reason.IndexOf(" (after ", StringComparison.Ordinal);
        var reason = after < 0 ? error.Reason : error.Reason[..after];
        if (_limit.MayPass(reason, out var heldBack)) _logger.ProducerConnectionTrouble(_options.Brokers, reason, heldBack);
    }

    private void OnLine(LogMessage line)
    {
        // Properties may be shared with consumers; that some mean nothing to a producer is no news.
        if (line.Facility == "CONFWARN") _logger.Librdkafka(LogLevel.Debug, line.Facility, line.Name, line.Message);
        else LibrdkafkaLog.Write(_logger, line);
    }

    // What a produce call throws then is not marked as fatal.
    private bool IsBroken(Error error) => _native?.IsBroken ?? error.Code == ErrorCode.Local_Fatal;

    // librdkafka may send them all the same, before it is disposed.
    private void FailUnreported() => _unreported.FailAll(message => DeliveryReport.Failed(DeliveryFailure.Of(
        message.Topic, message.Partition, new Error(ErrorCode.Local_PurgeQueue), mayHaveBeenWritten: true, _options)));

    private void FlushNow(TimeSpan time)
    {
        try
        {
            _producer.Flush(time);
        }
        catch (KafkaException)
        {
            // Not all in time, or the client is broken: its reports and its error handler tell.
        }
    }

    private bool TryBegin()
    {
        Interlocked.Increment(ref _calls);
        if (!_closed) return true;
        End();
        return false;
    }

    private void End() => Interlocked.Decrement(ref _calls);
}
