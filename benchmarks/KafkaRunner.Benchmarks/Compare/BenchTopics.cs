using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Testing;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>Makes the topics of a run: JSON messages, spread evenly over the partitions.</summary>
internal sealed class BenchTopics(string brokers, EmbeddedKafka? embedded)
{
    public string Brokers => brokers;

    /// <summary>Creates a stage's topic, fills it, and returns its name.</summary>
    public async Task<string> CreateAsync(StagePlan plan)
    {
        var topic = $"kafkarunner-bench-{Guid.NewGuid():N}";
        if (embedded is not null)
        {
            embedded.CreateTopic(topic, plan.Partitions);
        }
        else
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = plan.Partitions, ReplicationFactor = 1 }]);
        }

        if (plan.Fill > 0) Fill(topic, plan);
        return topic;
    }

    /// <summary>Deletes a topic, or says that it could not: what was measured on it holds all the same.</summary>
    public async Task DeleteAsync(string topic)
    {
        if (embedded is not null) return;
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        try
        {
            await admin.DeleteTopicsAsync([topic]);
        }
        catch (KafkaException exception)
        {
            await Console.Error.WriteLineAsync($"Topic {topic} could not be deleted: {exception.Message}");
        }
    }

    private void Fill(string topic, StagePlan plan)
    {
        var config = new ProducerConfig { BootstrapServers = brokers, LingerMs = 50, BatchNumMessages = 10_000, QueueBufferingMaxMessages = 500_000 };
        using var producer = new ProducerBuilder<Null, byte[]>(config).Build();
        for (long i = 0; i < plan.Fill; i++)
        {
            var value = JsonSerializer.SerializeToUtf8Bytes(Entry.Make(i, plan.Size), JsonSerializerOptions.Web);
            var to = new Confluent.Kafka.TopicPartition(topic, new Partition((int)(i % plan.Partitions)));
            producer.ProduceWhenThereIsRoom(to, new Message<Null, byte[]> { Value = value });
        }

        producer.Flush();
    }
}
