using System.Text;
using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Testing;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>One message, as librdkafka has it after a fetch.</summary>
internal sealed unsafe class NativeMessage : IDisposable
{
    private const string Topic = "bench";
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly nint _queue;
    private readonly Librdkafka.NativeMessage* _message;

    public NativeMessage(byte[] value, int headers = 0)
    {
        using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic(Topic);
        Produce(kafka.BootstrapServers, value, headers);
        LibrdkafkaModule.Bind(typeof(Librdkafka).Assembly, EntryPoints);
        _consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = "bench" })
            .SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();       // the broker ends with this constructor
        var handle = LibrdkafkaModule.HandleOf(_consumer);
        _queue = rd_kafka_queue_get_partition(handle, Topic, 0);
        _consumer.Assign(new TopicPartitionOffset(Topic, 0, Offset.Beginning));
        rd_kafka_queue_forward(_queue, 0);
        Librdkafka.NativeMessage* message;
        if (rd_kafka_consume_batch_queue(_queue, 10_000, &message, 1) != 1) throw new TimeoutException("No message for 10 s.");
        _message = message;
    }

    /// <summary>Lends the message to a slot, which must not release it.</summary>
    public void LendTo(MessageSlot slot) => slot.Borrow(_message, rd_kafka_message_leader_epoch(_message), rd_kafka_message_timestamp(_message, out _));

    public void Dispose()
    {
        rd_kafka_message_destroy(_message);
        rd_kafka_queue_destroy(_queue);
        _consumer.Dispose();
    }

    private static void Produce(string brokers, byte[] value, int headers)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = brokers }).Build();
        var message = new Message<Null, byte[]> { Value = value, Headers = [] };
        for (var i = 0; i < headers; i++) message.Headers.Add($"name-{i}", Encoding.UTF8.GetBytes($"value of header {i}"));
        producer.ProduceAsync(Topic, message).GetAwaiter().GetResult();
    }
}
