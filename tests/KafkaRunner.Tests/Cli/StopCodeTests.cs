using KafkaRunner.Cli;
using KafkaRunner.Cli.CommandLine;

namespace KafkaRunner.Tests.Cli;

/// <summary>How the tool ends where a signal comes before what it runs takes signals.</summary>
public class StopCodeTests
{
    private const int Sigterm = 15;

    [Theory]
    [InlineData(0, "BlogConsumer")]
    [InlineData(0, "run", "BlogConsumer", "--timeout", "5")]
    [InlineData(143, "list", "--json")]
    [InlineData(143, "BlogConsumer", "--help")]
    [InlineData(143, "--version")]
    [InlineData(143, "new")]
    [InlineData(143, "[suggest:12]", "kafkarunner ")]
    [InlineData(2, "--project")]
    public void A_stop_before_the_hosting_is_clean_and_a_question_without_an_answer_is_not(int code, params string[] args) =>
        Assert.Equal(code, ToolCommand.CodeOfStop(args, Sigterm));

    [Theory]
    [InlineData(143, 0)]    // the process did not take signals yet
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(130, 130)]  // of another signal
    public void A_process_that_hosts_and_is_ended_by_the_signal_that_was_passed_on_is_a_clean_stop(int exitCode, int code) =>
        Assert.Equal(code, ToolCommand.CodeOf(ToolCommandLine.Parse(["BlogConsumer"]), exitCode, Sigterm));

    [Fact]
    public void What_no_signal_has_ended_keeps_its_code() =>
        Assert.Equal(143, ToolCommand.CodeOf(ToolCommandLine.Parse(["BlogConsumer"]), exitCode: 143, signal: null));

    [Fact]
    public void A_list_that_a_signal_has_cut_off_is_no_success() =>
        Assert.Equal(143, ToolCommand.CodeOf(ToolCommandLine.Parse(["list"]), exitCode: 0, Sigterm));
}
