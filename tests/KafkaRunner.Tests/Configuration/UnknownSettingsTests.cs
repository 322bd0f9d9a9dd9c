using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class UnknownSettingsTests
{
    [Fact]
    public void A_misspelt_key_names_its_file_and_the_nearest_one() =>
        AssertWarns(new Resolving().File("kafkarunner.json", """{ "KafkaRunner": { "ComitInterval": 3 } }"""),
            "kafkarunner.json: ComitInterval is no option of KafkaRunner and changes nothing. Did you mean CommitInterval?");

    [Fact]
    public void A_misspelt_key_of_one_consumer_is_named_whole() =>
        AssertWarns(new Resolving().File("kafkarunner.json", """{ "KafkaRunner": { "Consumers": { "BlogConsumer": { "GropuId": 3 } } } }"""),
            "kafkarunner.json: Consumers:BlogConsumer:GropuId is no option of KafkaRunner and changes nothing. Did you mean Consumers:BlogConsumer:GroupId?");

    [Fact]
    public void A_misspelt_variable_is_named()
    {
        AssertWarns(new Resolving().Variable("KAFKARUNNER_BROKRES", "a"),
            "the environment: KAFKARUNNER_BROKRES is no option of KafkaRunner and changes nothing. Did you mean KAFKARUNNER_BROKERS?");
        AssertWarns(new Resolving().Variable("KAFKARUNNER_CONSUMERS__X__GRUOP_ID", "a"),
            "the environment: KAFKARUNNER_CONSUMERS__X__GRUOP_ID is no option of KafkaRunner and changes nothing. Did you mean KAFKARUNNER_CONSUMERS__X__GROUP_ID?");
    }

    [Fact]
    public void A_misspelt_flag_is_named() =>
        AssertWarns(new Resolving().Flag("KafkaRunner:ComitInterval", "1"),
            "the command line: --comit-interval is no option of KafkaRunner and changes nothing. Did you mean --commit-interval?");

    [Fact]
    public void A_name_near_to_none_gets_no_suggestion() =>
        AssertWarns(new Resolving().Variable("KAFKARUNNER_PREFETCH_CURVE", "a"),
            "the environment: KAFKARUNNER_PREFETCH_CURVE is no option of KafkaRunner and changes nothing.");

    [Fact]
    public void Known_reserved_and_foreign_names_are_no_mistakes() =>
        Assert.Empty(new Resolving()
            .File("appsettings.json", """
                {
                  "Logging": { "LogLevel": "x" },
                  "KafkaRunner": {
                    "Timeout": 5, "brokers": ["a", "b"], "Kafka": { "any.thing": 1, "ssl": { "ca.location": "x" } }, "Consumers": { "X": { "GroupId": "g", "Kafka": { "a.b": 1 } } },
                    "Producer": { "DeliveryInterval": 1, "Kafka": { "linger.ms": 1 } }
                  }
                }
                """)
            .Variable("KAFKARUNNER_TIMEOUT", "1").Variable("KAFKARUNNER_TEST_BROKERS", "a").Variable("KAFKARUNNER_TEST_KAFKA", "a")
            .Variable("KAFKARUNNER_REQUIRE_BROKER", "1").Variable("KAFKARUNNER_KAFKA_DEBUG", "all").Variable("KAFKARUNNER_PRODUCER_KAFKA_ACKS", "1")
            .Variable("KAFKARUNNER_MISSPELT_BUT_EMPTY", "").Variable("PATH", "x").Variable("KafkaRunner__CommitInterval", "1")
            .Resolver().Warnings);

    [Fact]
    public void The_same_warning_is_given_once() =>
        Assert.Single(new Resolving().Memory("KafkaRunner:X", "1").Memory("KafkaRunner:X", "2").Resolver().Warnings);

    [Fact]
    public void A_misspelt_name_of_the_producers_is_named()
    {
        AssertWarns(new Resolving().Memory("KafkaRunner:Producer:DeliveryIntervall", "1"),
            "configuration in memory: Producer:DeliveryIntervall is no option of KafkaRunner and changes nothing. Did you mean Producer:DeliveryInterval?");
        AssertWarns(new Resolving().Variable("KAFKARUNNER_PRODUCER_MAX_RETRYS", "1"),
            "the environment: KAFKARUNNER_PRODUCER_MAX_RETRYS is no option of KafkaRunner and changes nothing. Did you mean KAFKARUNNER_PRODUCER_MAX_RETRIES?");
    }

    [Fact]
    public void A_text_where_a_section_should_be_is_named() =>
        AssertWarns(new Resolving().Source(builder => builder.AddInMemoryCollection([new("KafkaRunner:Consumers:Blog", "1")])),
            "configuration in memory: Consumers:Blog is no option of KafkaRunner and changes nothing.");

    [Fact]
    public void A_section_for_a_consumer_that_does_not_exist_is_named() =>
        Assert.Equal(
            ["configuration in memory: Consumers:BlogConsmer names no consumer here and changes nothing. Did you mean BlogConsumer?"],
            new Resolving().Memory("KafkaRunner:Consumers:BlogConsmer:GroupId", "1").Memory("KafkaRunner:Consumers:attributedconsumer:GroupId", "1")
                .Resolver().UnknownConsumers([typeof(BlogConsumer), typeof(AttributedConsumer)]));

    private static void AssertWarns(Resolving sources, string expected) => Assert.Equal([expected], sources.Resolver().Warnings);
}
