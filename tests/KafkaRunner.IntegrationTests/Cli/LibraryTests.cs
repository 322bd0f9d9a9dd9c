using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A class library gets a host made for it.</summary>
public sealed class LibraryTests(TestBroker broker)
{
    private const string Library = "tests/fixtures/ClassLibrary";

    [Fact]
    public async Task SIGTERM_to_the_tool_stops_a_librarys_consumer_cleanly()
    {
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("cli");
        await broker.Produce(topic, "a");

        await using var tool = Start("Echo", topic, group);
        await tool.WaitForLine("echo a");
        tool.Terminate();

        Assert.Equal(0, await tool.WaitForExit());
        Assert.Contains("=> Stopped", tool.Errors);
        Assert.Equal(["echo a"], tool.Output);
        await broker.CommittedToTheEnd(group, topic);
    }

    [Fact]
    public async Task SIGHUP_to_the_tool_stops_a_consumer_cleanly()
    {
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, "a");

        await using var tool = Start("Echo", topic, TestBroker.UniqueName("cli"));
        await tool.WaitForLine("echo a");
        tool.HangUp();

        Assert.Equal(0, await tool.WaitForExit());
        Assert.Contains("=> Stopped", tool.Errors);
    }

    [Fact]
    public async Task A_consumer_called_like_a_command_is_hosted_with_run()
    {
        var topic = await broker.CreateTopic();
        await using var tool = Start("run", topic, TestBroker.UniqueName("cli"), "List", "--timeout", "0.5");
        Assert.Equal(0, await tool.WaitForExit());
        Assert.Contains("=> Starting List…", tool.Errors);
    }

    [Fact]
    public async Task Consumers_are_listed_for_scripts_on_standard_output()
    {
        var (code, output, errors) = await Tool.Run(["list", "--json", .. Tool.Built(Library)]);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("\"fullName\": \"ClassLibrary.Echo\"", output, StringComparison.Ordinal);
        Assert.Contains("\"groupId\": \"echo\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_the_projects_consumers_the_tools_options_and_the_runners()
    {
        var (code, output, _) = await Tool.Run(["--help", .. Tool.Built(Library)]);
        Assert.Equal(0, code);
        Assert.StartsWith("Usage:\n  kafkarunner <consumer…> [options]", output, StringComparison.Ordinal);
        Assert.Contains("--project <dir>", output, StringComparison.Ordinal);
        Assert.Contains("\n  Echo  topic cli-echo; group echo\n", output, StringComparison.Ordinal);
        Assert.Contains("--commit-interval <interval>", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("completion")]
    public async Task A_commands_help_is_the_tools_and_needs_no_project(string command)
    {
        var (code, output, errors) = await Tool.Run(command, "--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("Usage:\n  kafkarunner <consumer…> [options]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_is_told_the_consumers_that_a_word_may_become()
    {
        var line = $"kafkarunner {string.Join(' ', Tool.Built(Library).Select(word => $"\"{word}\""))} E";
        var (code, output, _) = await Tool.Run($"[suggest:{line.Length}]", line);
        Assert.Equal((0, "Echo"), (code, output));
    }

    [Fact]
    public async Task A_required_assembly_brings_further_consumers()
    {
        var (code, output, _) = await Tool.Run(["list", .. Tool.Built(Library), "-r", Tool.Beside("KafkaRunner.TestApp.dll")]);
        Assert.Equal(0, code);
        Assert.Contains("JournalConsumer", output, StringComparison.Ordinal);
    }

    private ConsumerProcess Start(string first, string topic, string group, params string[] rest) => Tool.Start(
        [first, .. rest, .. Tool.Built(Library), "--brokers", broker.BootstrapServers, "--topics", topic, "--group-id", group]);
}
