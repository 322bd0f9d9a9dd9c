using Confluent.Kafka;
using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class LibrdkafkaPropertiesTests
{
    [Fact]
    public void Options_become_properties()
    {
        var options = new ConsumerOptions { Brokers = "a, b:1", ClientId = "blog", StartPosition = StartPosition.Latest };
        var properties = LibrdkafkaProperties.ForConsumer(options, "blog-consumer").ToDictionary();
        var expected = new Dictionary<string, string>
        {
            ["bootstrap.servers"] = "a:9092,b:1",
            ["client.id"] = "blog",
            ["group.id"] = "blog-consumer",
            ["auto.offset.reset"] = "earliest",
            ["enable.auto.commit"] = "False",
            ["enable.auto.offset.store"] = "False",
            ["allow.auto.create.topics"] = "False",
            ["partition.assignment.strategy"] = "cooperative-sticky",
            ["fetch.queue.backoff.ms"] = "10",
            ["fetch.wait.max.ms"] = "100",
            ["queued.max.messages.kbytes"] = "4096",
            ["queued.min.messages"] = "10485",
            ["fetch.message.max.bytes"] = "1048576",
        };
        Assert.Equal(expected, properties);
    }

    [Fact]
    public void Users_properties_win_over_defaults_and_pass_through()
    {
        var options = new ConsumerOptions
        {
            Kafka = { ["fetch.queue.backoff.ms"] = "7", ["fetch.wait.max.ms"] = "500", ["statistics.interval.ms"] = "1000" },
        };
        var config = LibrdkafkaProperties.ForConsumer(options, "g");
        Assert.Equal("7", config.Get("fetch.queue.backoff.ms"));
        Assert.Equal("500", config.Get("fetch.wait.max.ms"));
        Assert.Equal("1000", config.Get("statistics.interval.ms"));
    }

    [Theory]
    [InlineData("fetch.message.max.bytes")]
    [InlineData("max.partition.fetch.bytes")]
    [InlineData("queued.min.messages")]
    [InlineData("queued.max.messages.kbytes")]
    public void Users_properties_win_over_the_prefetch_budget(string property)
    {
        var options = new ConsumerOptions { Kafka = { [property] = "4711" } };
        var config = LibrdkafkaProperties.ForConsumer(options, "g", partitions: 16);
        Assert.Contains(config, pair => pair.Value == "4711");
    }

    [Theory]
    [InlineData("enable.auto.commit", "CommitInterval")]
    [InlineData("Enable.Auto.Commit", "CommitInterval")]
    [InlineData("enable.auto.offset.store", "Remove it")]
    [InlineData("enable.partition.eof", "Remove it")]
    [InlineData("group.id", "Set GroupId")]
    [InlineData("bootstrap.servers", "Set Brokers")]
    [InlineData("metadata.broker.list", "Set Brokers")]
    [InlineData("client.id", "Set ClientId")]
    public void What_KafkaRunner_owns_is_refused_with_the_way_out(string property, string way)
    {
        var options = new ConsumerOptions { Kafka = { [property] = "x" } };
        var error = Assert.Throws<KafkaRunnerConfigurationException>(() => LibrdkafkaProperties.ForConsumer(options, "g"));
        Assert.Contains(property, error.Message, StringComparison.Ordinal);
        Assert.Contains(way, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classic", "300000")]
    [InlineData("consumer", "300000")]
    [InlineData("consumer", "30000")]   // below session.timeout.ms, which is the broker's matter there
    public void Librdkafka_takes_the_defaults_with_either_group_protocol(string protocol, string maxPollInterval)
    {
        var options = new ConsumerOptions { Brokers = "127.0.0.1:1", Kafka = { ["group.protocol"] = protocol, ["max.poll.interval.ms"] = maxPollInterval } };
        var config = LibrdkafkaProperties.ForConsumer(options, "g");
        using var client = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        Assert.NotNull(client.Name);
    }
}
