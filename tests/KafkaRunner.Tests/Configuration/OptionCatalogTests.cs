using System.ComponentModel.DataAnnotations;
using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class OptionCatalogTests
{
    [Fact]
    public void One_declaration_yields_every_name_the_default_the_range_and_the_help()
    {
        var option = Option(nameof(ConsumerOptions.CommitInterval));
        Assert.Equal("CommitInterval", option.Key);
        Assert.Equal("KafkaRunner:CommitInterval", option.ConfigurationKey);
        Assert.Equal("KAFKARUNNER_COMMIT_INTERVAL", option.Variable);
        Assert.Equal("--commit-interval", option.Flag);
        Assert.Equal("1 s", option.DefaultText);
        Assert.Equal("between 10 ms and 1 h", option.RangeText);
        Assert.Equal("Time between two commits (default 1 s; between 10 ms and 1 h)", option.Help);
        Assert.Equal(typeof(TimeSpan), option.ValueType);
        Assert.False(option.OneConsumerOnly);
    }

    [Fact]
    public void A_section_stands_in_front_of_every_name()
    {
        var option = OptionCatalog.For<SampleOptions>("Producer:").Find("producer:deliveryinterval");
        Assert.NotNull(option);
        Assert.Equal("Producer:DeliveryInterval", option.Key);
        Assert.Equal("KAFKARUNNER_PRODUCER_DELIVERY_INTERVAL", option.Variable);
        Assert.Equal("--producer-delivery-interval", option.Flag);
    }

    [Fact]
    public void Values_of_an_enum_are_listed()
    {
        Assert.Equal("earliest or latest", Option(nameof(ConsumerOptions.StartPosition)).RangeText);
        Assert.Equal("earliest", Option(nameof(ConsumerOptions.StartPosition)).DefaultText);
        Assert.Equal("none, each-message or at-end", Sample(nameof(SampleOptions.Mode)).RangeText);
    }

    [Fact]
    public void Only_the_group_id_and_the_topics_can_mean_just_one_consumer() =>
        Assert.Equal([nameof(ConsumerOptions.GroupId), nameof(ConsumerOptions.Topics)], OptionCatalog.Consumer.Options.Where(option => option.OneConsumerOnly).Select(option => option.Name));

    [Fact]
    public void Texts_become_values_of_every_type()
    {
        var options = new SampleOptions();
        Sample(nameof(SampleOptions.DeliveryInterval)).Set(options, "2s", "here");
        Sample(nameof(SampleOptions.Count)).Set(options, "7", "here");
        Sample(nameof(SampleOptions.Quick)).Set(options, "TRUE", "here");
        Sample(nameof(SampleOptions.Mode)).Set(options, "each-message", "here");
        Sample(nameof(SampleOptions.Name)).Set(options, "a b", "here");
        Assert.Equal((TimeSpan.FromSeconds(2), 7, true, SampleMode.EachMessage, "a b"), (options.DeliveryInterval, options.Count, options.Quick, options.Mode, options.Name));
    }

    [Fact]
    public void An_empty_text_gives_back_the_default_that_is_null()
    {
        var options = new SampleOptions { Count = 3 };
        Sample(nameof(SampleOptions.Count)).Set(options, "", "here");
        Assert.Null(options.Count);
    }

    [Theory]
    [InlineData("DeliveryInterval", "5 parsecs", "is '5 parsecs', which is no duration; it takes a duration between 0 s and 15 min, like 500ms, 2s or 00:00:02.")]
    [InlineData("DeliveryInterval", "1h", "is '1h', which is out of range; it takes a duration between 0 s and 15 min, like 500ms, 2s or 00:00:02.")]
    [InlineData("Count", "many", "is 'many', which is no whole number; it takes a whole number between 1 and 10.")]
    [InlineData("Count", "11", "is '11', which is out of range; it takes a whole number between 1 and 10.")]
    [InlineData("Quick", "yes", "is 'yes', which is not one of its values; it takes true or false.")]
    [InlineData("Mode", "1", "is '1', which is not one of its values; it takes none, each-message or at-end.")]
    [InlineData("Name", " ", "is ' ', which is empty; it takes a text that is not empty.")]
    [InlineData("PinSecret", "hunter2", "is '***', which is no whole number; it takes a whole number.")]
    public void A_wrong_value_is_named_with_its_place_and_range(string name, string text, string expected)
    {
        var error = Assert.Throws<KafkaRunnerConfigurationException>(() => Sample(name).Set(new SampleOptions(), text, "here"));
        Assert.Equal($"here: Producer:{name} {expected}", error.Message);
    }

    [Fact]
    public void Names_of_all_options_differ()
    {
        var options = OptionCatalog.All.SelectMany(catalog => catalog.Options).ToArray();
        Assert.Equal(options.Length, options.Select(option => option.Flag).Distinct().Count());
        Assert.Equal(options.Length, options.Select(option => option.Variable).Distinct().Count());
    }

    private static OptionDefinition Option(string name) => OptionCatalog.Consumer.Find(name)!;

    private static OptionDefinition Sample(string name) => OptionCatalog.For<SampleOptions>("Producer").Find($"Producer:{name}")!;

    internal enum SampleMode
    {
        None,
        EachMessage,
        AtEnd,
    }

    internal sealed class SampleOptions
    {
        [Option("Brokers")]
        [Required]
        public string Brokers { get; set; } = "localhost:9092";

        [Option("Name in logs")]
        public string ClientId { get; set; } = "kafkarunner";

        [Option("How long to wait")]
        [Range(typeof(TimeSpan), "00:00:00", "00:15:00")]
        public TimeSpan DeliveryInterval { get; set; } = TimeSpan.FromMilliseconds(5);

        [Option("How many")]
        [Range(1, 10)]
        public int? Count { get; set; }

        [Option("Whether to hurry")]
        public bool Quick { get; set; }

        [Option("When")]
        public SampleMode Mode { get; set; }

        [Option("What")]
        [Required]
        public string Name { get; set; } = "x";

        [Option("A number to hide")]
        public int PinSecret { get; set; }

        public IDictionary<string, string> Kafka { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
