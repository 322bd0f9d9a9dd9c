using KafkaRunner.Producing;

namespace KafkaRunner.Tests.Producing;

public class ProducerPropertiesTests
{
    [Fact]
    public void Defaults_are_safe()
    {
        var properties = ProducerProperties.From(new ProducerOptions());
        Assert.Equal("localhost:9092", properties["bootstrap.servers"]);
        Assert.Equal("kafkarunner", properties["client.id"]);
        Assert.Equal("all", properties["acks"]);
        Assert.Equal("true", properties["enable.idempotence"]);
        Assert.Equal("consistent_random", properties["partitioner"]);
        Assert.Equal("5", properties["linger.ms"]);
        Assert.Equal("10000", properties["batch.num.messages"]);
        Assert.Equal("2147483647", properties["message.send.max.retries"]);
        Assert.Equal("300000", properties["message.timeout.ms"]);
    }

    [Fact]
    public void Each_option_reaches_its_property()
    {
        var properties = ProducerProperties.From(new ProducerOptions
        {
            Brokers = "one:1,two:2",
            ClientId = "blog",
            DeliveryInterval = TimeSpan.FromSeconds(10),
            DeliveryThreshold = 100,
            MaxRetries = 2,
            DeliveryTimeout = TimeSpan.FromSeconds(30),
            Kafka = { ["compression.type"] = "zstd", ["partitioner"] = "murmur2_random" },
        });
        Assert.Equal("one:1,two:2", properties["bootstrap.servers"]);
        Assert.Equal("blog", properties["client.id"]);
        Assert.Equal("10000", properties["linger.ms"]);
        Assert.Equal("100", properties["batch.num.messages"]);
        Assert.Equal("2", properties["message.send.max.retries"]);
        Assert.Equal("30000", properties["message.timeout.ms"]);
        Assert.Equal("zstd", properties["compression.type"]);
        Assert.Equal("murmur2_random", properties["partitioner"]);
    }

    [Theory]
    [InlineData("bootstrap.servers", nameof(ProducerOptions.Brokers))]
    [InlineData("metadata.broker.list", nameof(ProducerOptions.Brokers))]
    [InlineData("client.id", nameof(ProducerOptions.ClientId))]
    [InlineData("linger.ms", nameof(ProducerOptions.DeliveryInterval))]
    [InlineData("queue.buffering.max.ms", nameof(ProducerOptions.DeliveryInterval))]
    [InlineData("batch.num.messages", nameof(ProducerOptions.DeliveryThreshold))]
    [InlineData("message.send.max.retries", nameof(ProducerOptions.MaxRetries))]
    [InlineData("retries", nameof(ProducerOptions.MaxRetries))]
    [InlineData("message.timeout.ms", nameof(ProducerOptions.DeliveryTimeout))]
    [InlineData("delivery.timeout.ms", nameof(ProducerOptions.DeliveryTimeout))]
    [InlineData("delivery.report.only.error", "report")]
    [InlineData("transactional.id", "transactions")]
    [InlineData("dotnet.producer.enable.delivery.reports", "reports")]
    public void What_has_an_option_or_would_break_the_producer_is_refused_with_the_reason(string property, string reason)
    {
        var options = new ProducerOptions { Kafka = { [property] = "1" } };
        var refusal = Assert.Throws<KafkaRunnerConfigurationException>(() => ProducerProperties.From(options));
        Assert.Contains($"'{property}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acks", "1", "false")]
    [InlineData("request.required.acks", "0", "false")]
    [InlineData("acks", "-1", "true")]
    [InlineData("acks", "all", "true")]
    public void Fewer_acknowledgements_turn_idempotence_off(string property, string acks, string idempotence)
    {
        var properties = ProducerProperties.From(new ProducerOptions { Kafka = { [property] = acks } });
        Assert.Equal(acks, properties[property]);
        Assert.Equal(property == "acks", properties.ContainsKey("acks"));
        Assert.Equal(idempotence, properties["enable.idempotence"]);
    }

    [Fact]
    public void No_retries_turn_idempotence_off() =>
        Assert.Equal("false", ProducerProperties.From(new ProducerOptions { MaxRetries = 0 })["enable.idempotence"]);

    [Fact]
    public void An_interval_that_is_not_below_the_timeout_is_refused()
    {
        var options = new ProducerOptions { DeliveryInterval = TimeSpan.FromSeconds(5), DeliveryTimeout = TimeSpan.FromSeconds(5) };
        var refusal = Assert.Throws<KafkaRunnerConfigurationException>(() => ProducerProperties.From(options));
        Assert.Contains("DeliveryInterval", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DeliveryTimeout", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_within_their_ranges()
    {
        var options = new ProducerOptions();
        System.ComponentModel.DataAnnotations.Validator.ValidateObject(
            options, new System.ComponentModel.DataAnnotations.ValidationContext(options), validateAllProperties: true);
    }
}
