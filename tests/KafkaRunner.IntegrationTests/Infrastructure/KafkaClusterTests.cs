using Confluent.Kafka;

namespace KafkaRunner.IntegrationTests.Infrastructure;

public sealed class KafkaClusterTests
{
    [Fact]
    public async Task A_node_that_was_killed_comes_back_with_its_topics()
    {
        await using var cluster = await KafkaCluster.StartAsync(
            "it kills a broker", settings: new Dictionary<string, string> { ["num.partitions"] = "3" });
        await cluster.Tool("topics", "--create", "--topic", "orders");
        Assert.Equal(3, Partitions(cluster, "orders"));

        await cluster.Kill();
        await cluster.Restart();

        await Eventually.Until("the topic is there again", () => Partitions(cluster, "orders"), count => count == 3);
    }

    private static int Partitions(KafkaCluster cluster, string topic)
    {
        var config = new AdminClientConfig { BootstrapServers = cluster.BootstrapServers };
        using var admin = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions.Count;
        }
        catch (KafkaException)
        {
            return 0;
        }
    }
}
