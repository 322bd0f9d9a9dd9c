using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The topic that all cases of a run read: JSON messages, spread evenly over its partitions.</summary>
internal static class BenchTopic
{
    public static async Task CreateAsync(string brokers, string topic, int partitions)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    public static async Task DeleteAsync(string brokers, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        await admin.DeleteTopicsAsync([topic]);
    }

    public static void Fill(string brokers, string topic, ComparePlan plan)
    {
        var config = new ProducerConfig { BootstrapServers = brokers, LingerMs = 50, BatchNumMessages = 10_000, QueueBufferingMaxMessages = 500_000 };
        using var producer = new ProducerBuilder<Null, byte[]>(config).Build();
        for (long i = 0; i < plan.Messages; i++)
        {
            var value = JsonSerializer.SerializeToUtf8Bytes(Entry.Make(i, plan.Size), JsonSerializerOptions.Web);
            var to = new Confluent.Kafka.TopicPartition(topic, new Partition((int)(i % plan.Partitions)));
            while (!TryProduce(producer, to, value)) producer.Poll(TimeSpan.FromMilliseconds(10));
        }

        producer.Flush();
    }

    private static bool TryProduce(IProducer<Null, byte[]> producer, Confluent.Kafka.TopicPartition to, byte[] value)
    {
        try
        {
            producer.Produce(to, new Message<Null, byte[]> { Value = value });
            return true;
        }
        catch (ProduceException<Null, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}
