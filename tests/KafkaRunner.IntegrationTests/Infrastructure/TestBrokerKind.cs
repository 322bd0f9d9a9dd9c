namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>Where the broker of a test run comes from.</summary>
public enum TestBrokerKind
{
    /// <summary>A running Kafka that <c>KAFKARUNNER_TEST_BROKERS</c> names.</summary>
    Given,

    /// <summary>A container that was started for this run.</summary>
    Container,

    /// <summary>The mock inside the test process.</summary>
    Embedded,
}
