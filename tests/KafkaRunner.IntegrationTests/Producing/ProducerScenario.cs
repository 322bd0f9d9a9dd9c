using System.Text;
using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Producing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.IntegrationTests.Producing;

/// <summary>What the producer's tests share: a producer, and reading back what stands in a topic.</summary>
internal static class ProducerScenario
{
    public static KafkaProducer Producer(string brokers, Action<ProducerOptions>? configure = null)
    {
        var options = new ProducerOptions { Brokers = brokers };
        configure?.Invoke(options);
        return new KafkaProducer(options, NullLogger<KafkaProducer>.Instance);
    }

    /// <summary>Reads a topic's first messages, as bytes.</summary>
    public static List<ConsumeResult<byte[]?, byte[]?>> Read(string brokers, string topic, int count)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = TestBroker.UniqueName("readers"),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        };
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Eventually.DefaultTimeout).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        using var deadline = new CancellationTokenSource(Eventually.DefaultTimeout);
        var messages = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (messages.Count < count) messages.Add(consumer.Consume(deadline.Token));
        return messages;
    }

    public static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
