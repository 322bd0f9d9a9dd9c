using Microsoft.Extensions.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class OptionsPrecedenceTests
{
    private const string Key = "KafkaRunner:CommitInterval";
    private const string OneKey = "KafkaRunner:Consumers:BlogConsumer:CommitInterval";
    private const string OneVariable = "KAFKARUNNER_CONSUMERS__BLOGCONSUMER__COMMIT_INTERVAL";

    [Fact]
    public void Without_sources_the_defaults_hold()
    {
        var options = new Resolving().For<BlogConsumer>();
        Assert.Equal(ConsumerOptions.DefaultCommitInterval, options.CommitInterval);
        Assert.Equal(ConsumerOptions.DefaultBrokers, options.Brokers);
        Assert.Null(options.GroupId);
        Assert.Empty(options.Kafka);
    }

    [Fact]
    public void Attributes_are_stronger_than_defaults()
    {
        var options = new Resolving().For<AttributedConsumer>();
        Assert.Equal(("from-attribute", 7, ConsumerLifetime.Singleton), (options.GroupId, options.MaxConcurrency, options.Lifetime));
        Assert.Equal((50, TimeSpan.FromMilliseconds(250)), (options.BatchSize, options.BatchWait));
    }

    [Fact]
    public void Code_is_stronger_than_attributes_and_its_last_word_counts() =>
        Assert.Equal(9, new Resolving().For<AttributedConsumer>(options => options.MaxConcurrency = 8, options => options.MaxConcurrency++).MaxConcurrency);

    [Fact]
    public void Each_source_is_stronger_than_the_ones_before()
    {
        var sources = new Resolving();
        Assert.Equal(2, Seconds(sources));
        Assert.Equal(3, Seconds(sources.File("kafkarunner.json", """{ "KafkaRunner": { "CommitInterval": "3s" } }""")));
        Assert.Equal(4, Seconds(sources.File("kafkarunner.Production.json", """{ "KafkaRunner": { "CommitInterval": 4 } }""")));
        Assert.Equal(5, Seconds(sources.Variable("KAFKARUNNER_COMMIT_INTERVAL", "5")));
        Assert.Equal(6, Seconds(sources.Flag(Key, "6s")));

        static double Seconds(Resolving sources) => sources.For<BlogConsumer>(options => options.CommitInterval = TimeSpan.FromSeconds(2)).CommitInterval.TotalSeconds;
    }

    [Fact]
    public void Flags_are_strongest_wherever_they_stand_among_the_sources() =>
        Assert.Equal(6, Interval(new Resolving().Flag(Key, "6").Memory(Key, "3").Variable("KAFKARUNNER_COMMIT_INTERVAL", "5")));

    [Fact]
    public void Within_a_source_one_consumers_key_is_stronger()
    {
        var sources = new Resolving().Memory(OneKey, "4").Memory(Key, "3");
        Assert.Equal(3, Interval(sources));     // two sources: the later one wins
        Assert.Equal(4, Interval(new Resolving().File("f.json", """{ "KafkaRunner": { "Consumers": { "blogconsumer": { "CommitInterval": 4 } }, "CommitInterval": 3 } }""")));
        Assert.Equal(6, Interval(new Resolving().Variable("KAFKARUNNER_COMMIT_INTERVAL", "5").Variable(OneVariable, "6")));
    }

    [Fact]
    public void A_stronger_sources_key_for_all_beats_a_weaker_ones_key_for_one()
    {
        Assert.Equal(5, Interval(new Resolving().Memory(OneKey, "4").Variable("KAFKARUNNER_COMMIT_INTERVAL", "5")));
        Assert.Equal(6, Interval(new Resolving().Variable(OneVariable, "5").Flag(Key, "6")));
    }

    [Fact]
    public void A_full_name_is_closer_than_a_short_one()
    {
        var name = typeof(BlogConsumer).FullName;
        var json = $$"""{ "KafkaRunner": { "Consumers": { "{{name}}": { "CommitInterval": 5 }, "BlogConsumer": { "CommitInterval": 4 } } } }""";
        Assert.Equal(5, Interval(new Resolving().File("f.json", json)));
        Assert.Equal(6, Interval(new Resolving().Variable($"KAFKARUNNER_CONSUMERS__{name!.Replace('.', '_').ToUpperInvariant()}__COMMIT_INTERVAL", "6")));
    }

    [Fact]
    public void Another_consumers_key_changes_nothing() =>
        Assert.Equal(1, Interval(new Resolving().Memory("KafkaRunner:Consumers:OtherConsumer:CommitInterval", "4").Variable("KAFKARUNNER_CONSUMERS__OTHER__COMMIT_INTERVAL", "5")));

    [Fact]
    public void An_empty_variable_counts_as_unset() => Assert.Equal(3, Interval(new Resolving().Memory(Key, "3").Variable("KAFKARUNNER_COMMIT_INTERVAL", "")));

    [Fact]
    public void A_list_in_a_file_is_a_text_with_commas_and_later_files_replace_it_whole()
    {
        var sources = new Resolving().File("a.json", """{ "KafkaRunner": { "Brokers": ["a:1", "b:2", "c:3"] } }""");
        Assert.Equal("a:1,b:2,c:3", sources.For<BlogConsumer>().Brokers);
        Assert.Equal("d:4", sources.File("b.json", """{ "KafkaRunner": { "Brokers": ["d:4"] } }""").For<BlogConsumer>().Brokers);
    }

    [Fact]
    public void A_chained_configuration_keeps_its_sources()
    {
        var inner = new ConfigurationBuilder().AddInMemoryCollection([new(Key, "parsecs")]).Build();
        Assert.StartsWith("configuration in memory: ", new Resolving().Source(builder => builder.AddConfiguration(inner)).ErrorFor<BlogConsumer>(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_no_root_is_one_source()
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection([new("Outer:" + Key, "4"), new("Outer:" + OneKey, "7")]).Build();
        var resolver = new KafkaRunner.Configuration.OptionsResolver(root.GetSection("Outer"), new Dictionary<string, string>());
        Assert.Equal(7, resolver.ForConsumer(typeof(BlogConsumer), []).CommitInterval.TotalSeconds);
    }

    private static double Interval(Resolving sources) => sources.For<BlogConsumer>().CommitInterval.TotalSeconds;
}
