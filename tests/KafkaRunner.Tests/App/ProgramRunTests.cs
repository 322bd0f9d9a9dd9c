using KafkaRunner.App;
using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.App;

public sealed class ProgramRunTests : IDisposable
{
    private readonly ProgramScene _scene = new();

    [Fact]
    public async Task No_name_lists_what_there_is_and_exits_2()
    {
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync());
        Assert.Equal("", _scene.Output);
        Assert.Equal(
            """
            error: No consumer was named.
            Consumers:
              OrderConsumer    topics orders, returns; group order-consumer
              PaymentConsumer  topic payments; group payment-consumer
            --help shows how to run them.

            """,
            _scene.Error);
    }

    [Fact]
    public async Task An_unknown_name_suggests_the_nearest_lists_what_there_is_and_exits_2()
    {
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("OrderConsumr"));
        Assert.StartsWith(
            "error: There is no consumer 'OrderConsumr'. Did you mean OrderConsumer?\nConsumers:\n  OrderConsumer ", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consumers_that_share_a_short_name_are_listed_by_their_full_names()
    {
        _scene.Consumers = runner => runner.AddConsumer<Shop.OrderConsumer>().AddConsumer<Archive.OrderConsumer>();
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("orderconsumer"));
        Assert.Contains("  KafkaRunner.Tests.App.Archive.OrderConsumer  ", _scene.Error, StringComparison.Ordinal);
        Assert.Contains("  KafkaRunner.Tests.App.Shop.OrderConsumer  ", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_abstract_class_asked_for_by_name_exits_2()
    {
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("ShopConsumer"));
        Assert.StartsWith("error: KafkaRunner.Tests.App.Shop.ShopConsumer is abstract", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_flag_exits_2_with_the_nearest()
    {
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("OrderConsumer", "--comit-interval", "5"));
        Assert.Contains("Did you mean --commit-interval?", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_for_one_consumer_with_several_exits_2()
    {
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("OrderConsumer", "PaymentConsumer", "--group-id", "g"));
        Assert.StartsWith(
            "error: Command line: --group-id can mean only one consumer, and 2 were named.", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_consumers_says_how_to_write_one()
    {
        _scene.Consumers = _ => { };
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync());
        Assert.Contains(
            "There is no consumer in Blog. Derive a class from Consumer<T> and put [SubscribesTo(\"topic\")] on it.",
            _scene.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_goes_to_standard_output_with_consumers_every_option_and_the_exit_codes()
    {
        Assert.Equal(ExitCodes.Done, await _scene.RunAsync("--help"));
        Assert.Equal("", _scene.Error);
        Assert.StartsWith("Usage:\n  Blog <consumer…> [options]\n", _scene.Output, StringComparison.Ordinal);
        Assert.Contains("  OrderConsumer ", _scene.Output, StringComparison.Ordinal);
        foreach (var option in OptionCatalog.All.SelectMany(catalog => catalog.Options))
        {
            var line = Assert.Single(_scene.Output.Split('\n'), line => line.StartsWith($"  {option.Flag} <", StringComparison.Ordinal));
            Assert.Contains(option.Help, line, StringComparison.Ordinal);
        }

        Assert.EndsWith(
            """
            Exit codes:
              0  done, or stopped cleanly, also by a signal
              1  a consumer or the program failed, or not everything that had finished could be committed
              2  misused: an option, a name or the configuration is wrong
              3  stopped by force, with messages still in work

            """,
            _scene.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_goes_to_standard_output()
    {
        Assert.Equal(ExitCodes.Done, await _scene.RunAsync("--version"));
        Assert.Matches(@"^KafkaRunner \d+\.\d+\.\d+\S*\n$", _scene.Output);
    }

    [Fact]
    public async Task An_exception_of_the_users_configuration_exits_1_and_is_shown()
    {
        _scene.Configure = _ => throw new InvalidOperationException("no connection string");
        Assert.Equal(ExitCodes.Failed, await _scene.RunAsync("OrderConsumer"));
        Assert.StartsWith("error: System.InvalidOperationException: no connection string", _scene.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misuse_found_by_the_users_configuration_exits_2()
    {
        _scene.Configure = _ => throw new KafkaRunnerConfigurationException("Set --database.");
        Assert.Equal(ExitCodes.Misused, await _scene.RunAsync("OrderConsumer"));
        Assert.Equal("error: Set --database.\n", _scene.Error);
    }

    public void Dispose() => _scene.Dispose();
}
