namespace KafkaRunner.Tests.Configuration;

public class KafkaPropertyTests
{
    [Fact]
    public void Properties_come_from_every_source_and_the_strongest_wins_one_by_one()
    {
        var options = new Resolving()
            .File("kafkarunner.json", """
                { "KafkaRunner": { "Kafka": { "security.protocol": "plaintext", "ssl": { "ca": { "location": "/ca" } }, "debug": ["cgrp", "fetch"] } } }
                """)
            .Variable("KAFKARUNNER_KAFKA_SECURITY_PROTOCOL", "sasl_ssl")
            .Variable("KAFKARUNNER_CONSUMERS__BLOGCONSUMER__KAFKA_SASL_MECHANISM", "PLAIN")
            .Variable("KAFKARUNNER_CONSUMERS__OTHER__KAFKA_SASL_MECHANISM", "GSSAPI")
            .Flag("KafkaRunner:Kafka:security.protocol", "ssl")
            .For<BlogConsumer>(options => options.Kafka["fetch.min.bytes"] = "1");
        var expected = new Dictionary<string, string>
        {
            ["fetch.min.bytes"] = "1",
            ["security.protocol"] = "ssl",
            ["ssl.ca.location"] = "/ca",
            ["debug"] = "cgrp,fetch",
            ["sasl.mechanism"] = "PLAIN",
        };
        Assert.Equal(expected, options.Kafka);
    }

    [Fact]
    public void One_consumers_property_is_stronger_within_a_source() =>
        Assert.Equal("2", new Resolving()
            .File("f.json", """{ "KafkaRunner": { "Consumers": { "BlogConsumer": { "Kafka": { "fetch.min.bytes": 2 } } }, "Kafka": { "fetch.min.bytes": 1 } } }""")
            .For<BlogConsumer>().Kafka["fetch.min.bytes"]);

    [Fact]
    public void A_property_that_KafkaRunner_owns_is_refused_where_it_is_written()
    {
        Assert.Equal(
            "KAFKARUNNER_KAFKA_GROUP_ID: the Kafka property group.id cannot be set: it has an option. Set GroupId instead.",
            new Resolving().Variable("KAFKARUNNER_KAFKA_GROUP_ID", "x").ErrorFor<BlogConsumer>());
        Assert.StartsWith("--kafka enable.auto.commit on the command line: the Kafka property enable.auto.commit cannot be set: ",
            new Resolving().Flag("KafkaRunner:Kafka:enable.auto.commit", "true").ErrorFor<BlogConsumer>(), StringComparison.Ordinal);
        Assert.StartsWith("the code for BlogConsumer: the Kafka property client.id cannot be set: ",
            new Resolving().ErrorFor<BlogConsumer>(options => options.Kafka["client.id"] = "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_shows_a_secret()
    {
        var sources = new Resolving()
            .Flag("KafkaRunner:Kafka:sasl.password", "hunter2")
            .Variable("KAFKARUNNER_KAFKA_SSL_KEY_PASSWORD", "hunter2")
            .Variable("KAFKARUNNER_KAKFA_SASL_PASSWORD", "hunter2")
            .Memory("KafkaRunner:SaslPassword", "hunter2");
        Assert.DoesNotContain("hunter2", string.Join('\n', sources.Resolver().Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", sources.Memory("KafkaRunner:DrainTimeout", "10m").ErrorFor<BlogConsumer>(), StringComparison.Ordinal);
    }
}
