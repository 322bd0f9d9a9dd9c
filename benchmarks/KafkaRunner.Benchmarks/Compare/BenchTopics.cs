using System.Text;
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
        using var producer = new ProducerBuilder<byte[]?, byte[]>(config).Build();
        var keys = Enumerable.Range(0, plan.Keys).Select(key => Encoding.UTF8.GetBytes($"key-{key}")).ToArray();
        for (long i = 0; i < plan.Fill; i++)
        {
            var value = JsonSerializer.SerializeToUtf8Bytes(Entry.Make(i, plan.Size), JsonSerializerOptions.Web);
            var (number, partition) = Place(i, plan);
            var to = new Confluent.Kafka.TopicPartition(topic, partition);
            producer.ProduceWhenThereIsRoom(to, new Message<byte[]?, byte[]> { Key = number is { } key ? keys[key] : null, Value = value });
        }

        producer.Flush();
    }

    /// <summary>Gets the key of a message, by its number, and the partition: always the same one for a key, else in turns.</summary>
    internal static (int? Key, int Partition) Place(long message, StagePlan plan)
    {
        if (plan.Keys == 0) return (null, (int)(message % plan.Partitions));
        var key = (int)(message % plan.Keys);
        return (key, key % plan.Partitions);
    }
}
