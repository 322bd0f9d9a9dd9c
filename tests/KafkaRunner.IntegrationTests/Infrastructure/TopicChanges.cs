using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>What may happen to a topic under its consumers.</summary>
internal static class TopicChanges
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Deletes a topic and creates it again, empty, and returns when it can be used.</summary>
    public static async Task CreateAgain(this TestBroker broker, string topic)
    {
        using var admin = Admin(broker);
        await admin.DeleteTopicsAsync([topic]);
        await Eventually.Until("the topic can be created again", async () =>
        {
            try
            {
                await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1 }]);
                return true;
            }
            catch (CreateTopicsException exists) when (exists.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
            {
                return false;
            }
        }, created => created);
        await Eventually.Until("it has a leader", () => Leaders(admin, topic) == 1);
    }

    /// <summary>Adds partitions, and returns when they can be used.</summary>
    public static async Task Grow(this TestBroker broker, string topic, int partitions)
    {
        using var admin = Admin(broker);
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]);
        await Eventually.Until($"{topic} has {partitions} partitions", () => Leaders(admin, topic) == partitions);
    }

    /// <summary>Deletes what lies before an offset of partition 0.</summary>
    public static async Task DeleteBefore(this TestBroker broker, string topic, long offset)
    {
        using var admin = Admin(broker);
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, offset)]);
    }

    private static IAdminClient Admin(TestBroker broker) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).SetLogHandler((_, _) => { }).Build();

    private static int Leaders(IAdminClient admin, string topic) =>
        admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Count(partition => partition.Leader >= 0);
}
