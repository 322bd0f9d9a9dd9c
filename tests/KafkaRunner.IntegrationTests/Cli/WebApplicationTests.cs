using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A web application lends its services too. It never listens: its routes are made after the build, where the tool holds it.</summary>
public sealed class WebApplicationTests(TestBroker broker)
{
    [Fact]
    public async Task A_web_application_lends_its_services_and_does_not_listen()
    {
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, "a");

        await using var tool = Start(topic);
        await tool.WaitForLine("counted 1");
        tool.Terminate();

        Assert.Equal(0, await tool.WaitForExit());
        Assert.Equal(["counted 1"], tool.Output);
    }

    [Fact]
    public async Task A_web_applications_other_services_run_when_asked_for_without_its_server()
    {
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, "a");

        await using var tool = Start(topic, "--with-services");
        await tool.WaitForLine("counted 1");
        tool.Terminate();

        Assert.Equal(0, await tool.WaitForExit());
        Assert.Equal(["the report begins with 0", "counted 1"], tool.Output);
        Assert.DoesNotContain(tool.Errors, line => line.Contains("listening", StringComparison.Ordinal));
    }

    private ConsumerProcess Start(string topic, params string[] rest) => Tool.Start(
        ["CountingConsumer", .. Tool.Built("tests/fixtures/WebApp"), "--brokers", broker.BootstrapServers, .. rest],
        new Dictionary<string, string> { ["KAFKARUNNER_TOPICS"] = topic, ["KAFKARUNNER_GROUP_ID"] = TestBroker.UniqueName("cli") });
}
