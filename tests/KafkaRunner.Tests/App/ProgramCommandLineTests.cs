using KafkaRunner.App.CommandLine;
using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.App;

public sealed class ProgramCommandLineTests
{
    private readonly ProgramCommandLine _commandLine = new(OptionCatalog.All.SelectMany(catalog => catalog.Options));

    [Fact]
    public void Names_and_flags_may_come_in_any_order()
    {
        var invocation = _commandLine.Parse(["--brokers", "a:1", "OrderConsumer", "--timeout", "300", "PaymentConsumer"]);
        Assert.Equal(["OrderConsumer", "PaymentConsumer"], invocation.Consumers);
        Assert.Equal(TimeSpan.FromMinutes(5), invocation.Timeout);
        Assert.Equal("a:1", invocation.Settings["KafkaRunner:Brokers"]);
    }

    [Fact]
    public void Every_option_of_the_catalog_is_a_flag_that_sets_its_key()
    {
        foreach (var option in OptionCatalog.All.SelectMany(catalog => catalog.Options))
        {
            Assert.Equal("x", _commandLine.Parse([option.Flag, "x"]).Settings[option.ConfigurationKey]);
            Assert.Equal("x", _commandLine.Parse([$"{option.Flag}=x"]).Settings[option.ConfigurationKey]);
        }
    }

    [Fact]
    public void What_is_not_given_sets_nothing()
    {
        var invocation = _commandLine.Parse(["OrderConsumer"]);
        Assert.Empty(invocation.Settings);
        Assert.Empty(invocation.OneConsumerFlags);
        Assert.Null(invocation.Timeout);
        Assert.False(invocation.WantsHelp || invocation.WantsVersion);
    }

    [Fact]
    public void A_consumer_called_like_the_program_is_not_taken_for_the_program()
    {
        var program = Path.GetFileNameWithoutExtension(Environment.ProcessPath!);
        Assert.Equal([program], _commandLine.Parse([program]).Consumers);
    }

    [Fact]
    public void Raw_properties_are_repeated_and_may_contain_an_equals_sign()
    {
        var settings = _commandLine.Parse(["--kafka", "a.b=1", "OrderConsumer", "--kafka", "c=d=e", "--kafka", "f="]).Settings;
        Assert.Equal("1", settings["KafkaRunner:Kafka:a.b"]);
        Assert.Equal("d=e", settings["KafkaRunner:Kafka:c"]);
        Assert.Equal("", settings["KafkaRunner:Kafka:f"]);
    }

    [Theory]
    [InlineData("sasl.password")]
    [InlineData("=hunter2")]
    public void A_raw_property_that_is_no_pair_is_refused_without_repeating_it(string value)
    {
        var error = Refused("--kafka", value);
        Assert.Contains("--kafka needs name=value", error, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_raw_property_given_twice_is_refused() =>
        Assert.Contains("--kafka a=… was given twice", Refused("--kafka", "a=1", "--kafka", "a=2"), StringComparison.Ordinal);

    [Fact]
    public void A_group_id_is_told_as_a_flag_for_one_consumer() =>
        Assert.Equal(["--group-id"], _commandLine.Parse(["--group-id", "g"]).OneConsumerFlags);

    [Theory]
    [InlineData("--comit-interval", "5s")]
    [InlineData("--comit-interval=5s")]
    public void An_unknown_flag_is_refused_with_the_nearest(params string[] args) =>
        Assert.Equal(
            "Command line: there is no option --comit-interval. Did you mean --commit-interval? --help lists what there is.",
            Refused(args));

    [Fact]
    public void A_flag_without_its_value_or_given_twice_is_refused()
    {
        Assert.Contains("--brokers", Refused("--brokers"), StringComparison.Ordinal);
        Assert.Contains("--brokers", Refused("--brokers", "--group-id", "g"), StringComparison.Ordinal);
        Assert.Contains("--brokers", Refused("--brokers", "a", "--brokers", "b"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("4000000", 4_000_000)]
    public void A_timeout_is_a_number_of_seconds(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _commandLine.Parse(["--timeout", value]).Timeout);

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("4000001")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("5 minutes")]
    [InlineData("")]
    public void A_timeout_outside_its_range_is_refused_with_the_range(string value) =>
        Assert.Equal(
            $"Command line: --timeout is '{value}'; it must be a number of seconds, more than 0, at most 4000000.",
            Refused("--timeout", value));

    [Fact]
    public void Help_is_given_whatever_else_is_wrong() => Assert.True(_commandLine.Parse(["--nonsense", "--help"]).WantsHelp);

    private string Refused(params string[] args) =>
        Assert.Throws<KafkaRunnerConfigurationException>(() => _commandLine.Parse(args)).Message;
}
