using static KafkaRunner.Tests.Configuration.OptionCatalogTests;

namespace KafkaRunner.Tests.Configuration;

public class SectionOptionsTests
{
    [Fact]
    public void A_sections_options_come_from_code_files_variables_and_flags()
    {
        var sources = new Resolving();
        Assert.Equal(2, Seconds(sources));
        Assert.Equal(3, Seconds(sources.Memory("KafkaRunner:Producer:DeliveryInterval", "3s")));
        Assert.Equal(4, Seconds(sources.Variable("KAFKARUNNER_PRODUCER_DELIVERY_INTERVAL", "4")));
        Assert.Equal(5, Seconds(sources.Flag("KafkaRunner:Producer:DeliveryInterval", "5")));

        static double Seconds(Resolving sources) => Options(sources, options => options.DeliveryInterval = TimeSpan.FromSeconds(2)).DeliveryInterval.TotalSeconds;
    }

    [Fact]
    public void Brokers_client_id_and_properties_at_the_top_count_too()
    {
        var options = Options(new Resolving()
            .File("f.json", """{ "KafkaRunner": { "Producer": { "ClientId": "p", "Kafka": { "acks": 1 } }, "ClientId": "all", "Brokers": "a:1", "Kafka": { "acks": "all", "debug": "msg" } } }""")
            .Variable("KAFKARUNNER_PRODUCER_KAFKA_LINGER_MS", "7"));
        Assert.Equal(("a:1", "p"), (options.Brokers, options.ClientId));
        Assert.Equal([new("acks", "1"), new("debug", "msg"), new("linger.ms", "7")], options.Kafka.OrderBy(property => property.Key));
    }

    [Fact]
    public void A_stronger_sources_key_at_the_top_beats_a_weaker_ones_in_the_section() =>
        Assert.Equal("b:2", Options(new Resolving().Memory("KafkaRunner:Producer:Brokers", "a:1").Flag("KafkaRunner:Brokers", "b:2")).Brokers);

    [Fact]
    public void Wrong_values_name_their_source()
    {
        Assert.StartsWith("KAFKARUNNER_PRODUCER_COUNT: Producer:Count is '11', which is out of range; ",
            Error(new Resolving().Variable("KAFKARUNNER_PRODUCER_COUNT", "11")), StringComparison.Ordinal);
        Assert.StartsWith("--producer-count on the command line: Producer:Count is ",
            Error(new Resolving().Flag("KafkaRunner:Producer:Count", "11")), StringComparison.Ordinal);
        Assert.StartsWith("the code for SampleOptions: Producer:Count is '11'", Error(new Resolving(), options => options.Count = 11), StringComparison.Ordinal);
        Assert.StartsWith("SampleOptions: Brokers is 'a:b', which has no port ", Error(new Resolving().Variable("KAFKARUNNER_BROKERS", "a:b")), StringComparison.Ordinal);
    }

    private static SampleOptions Options(Resolving sources, Action<SampleOptions>? code = null) => sources.Resolver().For("Producer", code);

    private static string Error(Resolving sources, Action<SampleOptions>? code = null) =>
        Assert.Throws<KafkaRunnerConfigurationException>(() => Options(sources, code)).Message;
}
