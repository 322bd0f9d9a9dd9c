namespace KafkaRunner.Tests.Configuration;

public class ConsumerOptionsValidatorTests
{
    [Fact]
    public void The_longest_backoff_is_not_below_the_first() =>
        Assert.Equal(
            "BlogConsumer: MaxRetryBackoff is 1 min (the default), below RetryBackoff, which is 2 min (KAFKARUNNER_RETRY_BACKOFF). Raise the first or lower the second.",
            new Resolving().Variable("KAFKARUNNER_RETRY_BACKOFF", "2m").ErrorFor<BlogConsumer>());

    [Fact]
    public void Draining_ends_before_the_poll_interval()
    {
        Assert.Equal(
            "BlogConsumer: DrainTimeout is 5 min (the code for BlogConsumer), not 4 s below the Kafka property max.poll.interval.ms, which is 300000 ms (the default); "
            + "waiting that long would cost the group membership. Lower the first or raise the second.",
            new Resolving().ErrorFor<BlogConsumer>(options => options.DrainTimeout = TimeSpan.FromMinutes(5)));
        new Resolving().Memory("KafkaRunner:Kafka:max.poll.interval.ms", "304001").For<BlogConsumer>(options => options.DrainTimeout = TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void The_session_timeout_is_not_above_the_poll_interval()
    {
        Assert.Equal(
            "BlogConsumer: the Kafka property session.timeout.ms is 45000 ms (the default), above the Kafka property max.poll.interval.ms, which is 30000 ms "
            + "(KAFKARUNNER_KAFKA_MAX_POLL_INTERVAL_MS); librdkafka refuses that. Lower the first or raise the second.",
            new Resolving().Variable("KAFKARUNNER_KAFKA_MAX_POLL_INTERVAL_MS", "30000").ErrorFor<BlogConsumer>());
        new Resolving().For<BlogConsumer>(options =>
        {
            options.Kafka["max.poll.interval.ms"] = "30000";
            options.Kafka["session.timeout.ms"] = "30000";
        });
    }

    [Fact]
    public void With_the_consumer_protocol_there_is_no_session_timeout_to_compare() =>
        new Resolving().For<BlogConsumer>(options =>
        {
            options.Kafka["group.protocol"] = "consumer";
            options.Kafka["max.poll.interval.ms"] = "30000";
        });

    [Theory]
    [InlineData("session.timeout.ms")]
    [InlineData("heartbeat.interval.ms")]
    [InlineData("partition.assignment.strategy")]
    public void With_the_consumer_protocol_the_brokers_properties_are_refused(string property)
    {
        var error = new Resolving().Flag("KafkaRunner:Kafka:group.protocol", "consumer").ErrorFor<BlogConsumer>(options => options.Kafka[property] = "1");
        Assert.StartsWith(
            $"BlogConsumer: the Kafka property {property} (the code for BlogConsumer) has no meaning with group.protocol=consumer (--kafka group.protocol on the command line): ",
            error, StringComparison.Ordinal);
        Assert.EndsWith("or use group.protocol=classic.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_that_is_no_number_is_named() =>
        Assert.Equal(
            "BlogConsumer: the Kafka property max.poll.interval.ms is '5m' (configuration in memory), which is no whole number of milliseconds. Write one, like 60000.",
            new Resolving().Memory("KafkaRunner:Kafka:max.poll.interval.ms", "5m").ErrorFor<BlogConsumer>());

    [Fact]
    public void Brokers_are_hosts_with_ports() =>
        Assert.Equal(
            "BlogConsumer (--brokers on the command line): Brokers is 'kafka:x', which has no port between 1 and 65535 in 'kafka:x'. "
            + "Write host:port, separated by commas, like localhost:9092.",
            new Resolving().Flag("KafkaRunner:Brokers", "kafka:x").ErrorFor<BlogConsumer>());
}
