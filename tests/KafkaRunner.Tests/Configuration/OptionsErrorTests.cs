namespace KafkaRunner.Tests.Configuration;

public class OptionsErrorTests
{
    private const string Takes = "it takes a duration between 10 ms and 1 h, like 500ms, 2s or 00:00:02.";

    [Fact]
    public void A_wrong_variable_is_named() =>
        Assert.Equal(
            $"KAFKARUNNER_COMMIT_INTERVAL: CommitInterval is '5 parsecs', which is no duration; {Takes}",
            new Resolving().Variable("KAFKARUNNER_COMMIT_INTERVAL", "5 parsecs").ErrorFor<BlogConsumer>());

    [Fact]
    public void A_wrong_variable_for_one_consumer_is_named_as_written() =>
        Assert.StartsWith(
            "KAFKARUNNER_CONSUMERS__BLOGCONSUMER__COMMIT_INTERVAL: CommitInterval is '2h', which is out of range; ",
            new Resolving().Variable("KAFKARUNNER_CONSUMERS__BLOGCONSUMER__COMMIT_INTERVAL", "2h").ErrorFor<BlogConsumer>(), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_value_in_a_file_names_the_file()
    {
        Assert.Equal(
            $"kafkarunner.json: CommitInterval is '1ms', which is out of range; {Takes}",
            new Resolving().File("kafkarunner.json", """{ "KafkaRunner": { "CommitInterval": "1ms" } }""").ErrorFor<BlogConsumer>());
        Assert.StartsWith(
            "kafkarunner.json, Consumers:BlogConsumer: MaxConcurrency is 'all', which is no whole number; ",
            new Resolving().File("kafkarunner.json", """{ "KafkaRunner": { "Consumers": { "BlogConsumer": { "MaxConcurrency": "all" } } } }""").ErrorFor<BlogConsumer>(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_flag_is_named() =>
        Assert.StartsWith(
            "--commit-interval on the command line: CommitInterval is 'x', ",
            new Resolving().Flag("KafkaRunner:CommitInterval", "x").ErrorFor<BlogConsumer>(), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_value_is_refused_even_where_a_stronger_source_would_win() =>
        Assert.StartsWith("configuration in memory: ",
            new Resolving().Memory("KafkaRunner:CommitInterval", "x").Variable("KAFKARUNNER_COMMIT_INTERVAL", "1s").ErrorFor<BlogConsumer>(), StringComparison.Ordinal);

    [Fact]
    public void Wrong_attributes_and_code_name_the_class()
    {
        Assert.Equal(
            "[Consumer] on OutOfRangeConsumer: MaxConcurrency is '0', which is out of range; it takes a whole number between 1 and 100000.",
            new Resolving().ErrorFor<OutOfRangeConsumer>());
        Assert.StartsWith("[Batch] on MisspeltConsumer: BatchWait is 'soon', which is no duration; ", new Resolving().ErrorFor<MisspeltConsumer>(), StringComparison.Ordinal);
        Assert.Equal(
            $"the code for BlogConsumer: CommitInterval is '2 h', which is out of range; {Takes}",
            new Resolving().ErrorFor<BlogConsumer>(options => options.CommitInterval = TimeSpan.FromHours(2)));
        Assert.StartsWith("the code for BlogConsumer: Brokers is '', which is empty; ", new Resolving().ErrorFor<BlogConsumer>(options => options.Brokers = null!), StringComparison.Ordinal);
        Assert.Equal(
            "the code for BlogConsumer: Lifetime is '9', which is not one of its values; it takes scoped or singleton.",
            new Resolving().ErrorFor<BlogConsumer>(options => options.Lifetime = (ConsumerLifetime)9));
    }
}
