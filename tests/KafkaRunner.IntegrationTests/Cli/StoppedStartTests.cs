using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Cli;

/// <summary>A signal during the start, when there is nothing to stop yet: the process ends at once, and cleanly.</summary>
public sealed class StoppedStartTests
{
    private static readonly Dictionary<string, string> Held = new() { ["HOLD_START"] = "1" };

    private static readonly string[] UnderTheTool = ["JournalConsumer", "--assembly", Tool.Beside("KafkaRunner.TestApp.dll")];

    [Fact]
    public async Task A_program_that_is_still_configured()
    {
        await using var process = ConsumerProcess.Start("KafkaRunner.TestApp", ["JournalConsumer"], Held);
        await process.WaitForLine("is being configured");
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_program_whose_host_is_about_to_start()
    {
        // Nobody answers at this address, so that the start takes its time.
        await using var process = ConsumerProcess.Start("KafkaRunner.TestApp", ["JournalConsumer", "--brokers", "127.0.0.1:1"], new Dictionary<string, string>
        {
            ["JOURNAL"] = "/dev/null",
        });
        await process.WaitForLine("Starting JournalConsumer");
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
    }

    [Fact]
    public async Task The_tool_whose_process_is_still_configured()
    {
        await using var tool = Tool.Start(UnderTheTool, Held);
        await tool.WaitForLine("is being configured");
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExit(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_library_that_the_tool_hosts_and_whose_entry_point_is_still_at_work()
    {
        await using var tool = Tool.Start(["GreetingConsumer", .. Tool.Built("tests/fixtures/HostApp")], new Dictionary<string, string> { ["HOLD_START"] = "1" });
        await tool.WaitForLine("the entry point has begun");
        tool.Terminate();
        Assert.Equal(0, await tool.WaitForExit(TimeSpan.FromSeconds(5)));
    }
}
