using Confluent.Kafka;
using KafkaRunner.Testing;

namespace KafkaRunner.Tests.Testing;

public sealed class EmbeddedKafkaTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("classic")]
    [InlineData("consumer")]
    public async Task A_group_reads_what_was_produced_and_goes_on_from_its_commit(string protocol)
    {
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders", partitions: 2);
        await Produce(kafka, "orders", "a", "b");

        Assert.Equal(["a", "b"], Consume(kafka, protocol, "orders", 2));
        await Produce(kafka, "orders", "c");
        Assert.Equal(["c"], Consume(kafka, protocol, "orders", 1));
    }

    [Fact]
    public async Task A_topic_has_the_partitions_and_replicas_that_were_asked_for()
    {
        await using var kafka = EmbeddedKafka.Start(brokers: 2);
        kafka.CreateTopic("orders", partitions: 3);

        Assert.Equal(2, kafka.BootstrapServers.Split(',').Length);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        var topic = Assert.Single(admin.GetMetadata("orders", Deadline).Topics);
        Assert.Equal(3, topic.Partitions.Count);
        Assert.All(topic.Partitions, partition => Assert.Equal(2, partition.Replicas.Length));
    }

    [Fact]
    public async Task A_stopped_broker_takes_nothing_until_it_is_started_again()
    {
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders");
        await Produce(kafka, "orders", "before");

        kafka.StopBroker(1);
        kafka.StopBroker(1);
        await Assert.ThrowsAsync<ProduceException<Null, string>>(() => Produce(kafka, "orders", TimeSpan.FromMilliseconds(300), "lost"));
        kafka.StartBroker(1);
        await Produce(kafka, "orders", "after");

        Assert.Equal(["after", "before"], Consume(kafka, "classic", "orders", 2));
    }

    [Fact]
    public async Task Bad_input_is_refused_with_a_reason()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => EmbeddedKafka.Start(0));
        await using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("orders");

        Assert.Contains("orders exists already", Assert.Throws<InvalidOperationException>(() => kafka.CreateTopic("orders")).Message);
        Assert.Contains("between 1 and", Assert.Throws<ArgumentOutOfRangeException>(() => kafka.CreateTopic("none", 0)).Message);
        Assert.Contains("no topic name", Assert.Throws<ArgumentException>(() => kafka.CreateTopic("")).Message);
        Assert.Contains("'a b' is no topic name", Assert.Throws<ArgumentException>(() => kafka.CreateTopic("a b")).Message);
        Assert.Throws<ArgumentNullException>(() => kafka.CreateTopic(null!));
        Assert.Contains("brokers 1 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => kafka.StopBroker(2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => kafka.StartBroker(0));
    }

    [Fact]
    public async Task After_disposal_every_call_says_so_and_disposing_again_does_nothing()
    {
        var kafka = EmbeddedKafka.Start();
        await kafka.DisposeAsync();
        kafka.Dispose();

        Assert.Throws<ObjectDisposedException>(() => kafka.CreateTopic("orders"));
        Assert.Throws<ObjectDisposedException>(() => kafka.StopBroker(1));
        Assert.Throws<ObjectDisposedException>(() => kafka.StartBroker(1));
        Assert.StartsWith("127.0.0.1:", kafka.BootstrapServers);
    }

    private static Task Produce(EmbeddedKafka kafka, string topic, params string[] values) => Produce(kafka, topic, Deadline, values);

    private static async Task Produce(EmbeddedKafka kafka, string topic, TimeSpan timeout, params string[] values)
    {
        var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers, MessageTimeoutMs = (int)timeout.TotalMilliseconds };
        using var producer = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        foreach (var value in values) await producer.ProduceAsync(topic, new Message<Null, string> { Value = value });
    }

    private static List<string> Consume(EmbeddedKafka kafka, string protocol, string topic, int count)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = kafka.BootstrapServers,
            GroupId = "readers",
            GroupProtocol = protocol == "consumer" ? GroupProtocol.Consumer : GroupProtocol.Classic,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        };
        if (protocol == "classic")
        {
            config.SessionTimeoutMs = 2_000; // how long the mock waits after a member has left, less a second
            config.HeartbeatIntervalMs = 500;
        }

        using var consumer = new ConsumerBuilder<Ignore, string>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        using var deadline = new CancellationTokenSource(Deadline);
        var values = new List<string>();
        while (values.Count < count) values.Add(consumer.Consume(deadline.Token).Message.Value);
        consumer.Commit();
        consumer.Close();
        values.Sort(StringComparer.Ordinal);
        return values;
    }
}
