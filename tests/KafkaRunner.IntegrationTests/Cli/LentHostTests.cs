using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A worker that builds a host lends its services and configuration, and does nothing else unless asked.</summary>
public sealed class LentHostTests(TestBroker broker)
{
    private const string Worker = "tests/fixtures/HostApp";

    [Fact]
    public async Task A_worker_lends_its_services_and_configuration_and_nothing_else_of_it_runs()
    {
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, "world");

        await using var tool = Start(topic);
        await tool.WaitForLine("hello world");
        tool.Interrupt();

        Assert.Equal(0, await tool.WaitForExit());
        Assert.Equal(["hello world", "cleaned up"], tool.Output);
    }

    [Fact]
    public async Task A_workers_other_services_run_when_asked_for()
    {
        await using var tool = Start(await broker.CreateTopic(), "--with-services", "--timeout", "0.5");
        Assert.Equal(0, await tool.WaitForExit());
        Assert.Equal(["the other service runs", "cleaned up"], tool.Output);
    }

    [Fact]
    public async Task An_unknown_name_exits_2_and_what_the_entry_point_says_is_no_data()
    {
        var (code, output, errors) = await Tool.Run(["list", "--json", .. Tool.Built(Worker)]);
        Assert.Equal(0, code);
        Assert.StartsWith("[", output, StringComparison.Ordinal);
        Assert.EndsWith("]", output, StringComparison.Ordinal);
        Assert.Equal("cleaned up", errors);

        (code, _, errors) = await Tool.Run(["GreetingConsumr", .. Tool.Built(Worker)]);
        Assert.Equal(2, code);
        Assert.StartsWith("error: There is no consumer 'GreetingConsumr'. Did you mean GreetingConsumer?", errors, StringComparison.Ordinal);
    }

    private ConsumerProcess Start(string topic, params string[] rest) => Tool.Start(
        ["GreetingConsumer", .. Tool.Built(Worker), "--brokers", broker.BootstrapServers, .. rest],
        new Dictionary<string, string> { ["KAFKARUNNER_TOPICS"] = topic, ["KAFKARUNNER_GROUP_ID"] = TestBroker.UniqueName("cli") });
}
