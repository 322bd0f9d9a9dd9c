using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A program that calls <c>KafkaRunnerApp.RunAsync</c> is run as it is.</summary>
public sealed class ProgramTests(TestBroker broker)
{
    [Fact]
    public async Task A_runner_of_its_own_hosts_its_consumer_under_the_tool()
    {
        var topic = await broker.CreateTopic();
        var journal = Path.GetTempFileName();
        await broker.Produce(topic, "a");

        await using var tool = Tool.Start(
            ["JournalConsumer", "--assembly", Tool.Beside("KafkaRunner.TestApp.dll"), "--brokers", broker.BootstrapServers],
            new Dictionary<string, string>
            {
                ["JOURNAL"] = journal, ["KAFKARUNNER_TOPICS"] = topic, ["KAFKARUNNER_GROUP_ID"] = TestBroker.UniqueName("cli"),
            });
        await Eventually.Until("a is processed", () => Journal.Read(journal).Lines.Count, count => count == 1);
        tool.Terminate();

        Assert.Equal(0, await tool.WaitForExit());
        File.Delete(journal);
    }

    [Fact]
    public async Task The_samples_own_commands_and_its_demo_do_not_run_under_the_tool()
    {
        var (code, output, errors) = await Tool.Run(Tool.Built("samples/BlogConsumer"));
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("error: No consumer was named.", errors, StringComparison.Ordinal);

        (code, output, _) = await Tool.Run(["list", .. Tool.Built("samples/BlogConsumer")]);
        Assert.Equal((0, "BlogConsumer  topic blog_events; group blog-consumer"), (code, output));
    }

    [Fact]
    public async Task The_exit_code_of_a_forced_end_passes_through()
    {
        var topic = await broker.CreateTopic();
        var journal = Path.GetTempFileName();
        await broker.Produce(topic, "a");

        await using var tool = Tool.Start(
            [
                "JournalConsumer", "--assembly", Tool.Beside("KafkaRunner.TestApp.dll"), "--brokers", broker.BootstrapServers,
                "--shutdown-timeout", "0.1", "--cancellation-grace", "0.1",
            ],
            new Dictionary<string, string>
            {
                ["JOURNAL"] = journal, ["KAFKARUNNER_TOPICS"] = topic, ["KAFKARUNNER_GROUP_ID"] = TestBroker.UniqueName("cli"),
                ["PROCESS_DELAY_MS"] = "60000", ["PROCESS_STUBBORN"] = "1",
            });
        await tool.WaitForLine("begins a message");
        tool.Terminate();

        Assert.Equal(3, await tool.WaitForExit());
        File.Delete(journal);
    }
}
