using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a producer asks of librdkafka beyond Confluent.Kafka's public interface. Not after the producer is disposed.</summary>
internal sealed class NativeProducer
{
    private readonly nint _handle;

    private NativeProducer(nint handle) => _handle = handle;

    /// <summary>Gets whether something broke the client for good.</summary>
    public bool IsBroken => Librdkafka.rd_kafka_fatal_error(_handle, 0, 0) != ErrorCode.NoError;

    /// <summary>Reaches beneath a producer; null where that cannot be done.</summary>
    public static NativeProducer? Of(IClient producer)
    {
        try
        {
            LibrdkafkaModule.Bind(typeof(NativeProducer).Assembly, Librdkafka.ProducingEntryPoints);
            return new NativeProducer(LibrdkafkaModule.HandleOf(producer));
        }
        catch (NativeUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Fails every message that has no report yet. The reports come in the usual way.</summary>
    public void Purge() => _ = Librdkafka.rd_kafka_purge(_handle, Librdkafka.PurgeEverything);
}
