using KafkaRunner.IntegrationTests.Cli;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A program whose files of librdkafka are missing, or need what the machine does not have, says so in one sentence and exits with 2. Nothing
/// that can do without librdkafka reaches for it.
/// </summary>
public sealed class WithoutNativeFiles : IDisposable
{
    private const string CannotBeLoaded = "error: librdkafka, the native library beneath Confluent.Kafka, cannot be loaded: ";

    private static readonly string[] Args = ["JournalConsumer", "--brokers", "127.0.0.1:1"];

    private readonly ProgramCopy _copy = new();

    [Theory]
    [InlineData("native")]
    [InlineData("managed")]
    public async Task No_file_is_one_sentence_and_exit_2(string source)
    {
        _copy.RemoveLibrdkafka();
        await using var process = ConsumerProcess.Start(ProgramCopy.App, [.. Args, "--message-source", source], directory: _copy.Path);
        await Misused(process, "the program has no file of it for ");
    }

    [Fact]
    public async Task No_file_is_one_sentence_and_exit_2_under_the_tool()
    {
        _copy.RemoveLibrdkafka();
        await using var tool = Tool.Start([.. Args, "--assembly", Path.Combine(_copy.Path, ProgramCopy.App + ".dll")]);
        await Misused(tool, "the program has no file of it for ");
    }

    [Fact]
    public async Task A_build_that_needs_a_library_which_is_not_there_is_named_with_it()
    {
        _copy.RemoveLibrdkafka(except: "librdkafka.so");
        Assert.SkipUnless(_copy.Librdkafka is [var build] && ProgramCopy.Rename(build, "libsasl2.so.3", "libsasl2.so.x"), "Needs a build of librdkafka that needs libsasl2.");
        await using var process = ConsumerProcess.Start(ProgramCopy.App, Args, directory: _copy.Path);
        await Misused(process, $"{_copy.Librdkafka[0].FullName} fails with 'libsasl2.so.x: ");
    }

    [Fact]
    public async Task A_consumer_is_tested_without_librdkafka()
    {
        _copy.RemoveLibrdkafka();
        await using var process = ConsumerProcess.Start(ProgramCopy.App, ["harness"], directory: _copy.Path);
        Assert.Equal(0, await process.WaitForExit());
        Assert.Equal(["harness[0] at 7, 2026-11-25T12:00:00.0000000+00:00, epoch none, key k, colour: red, a value"], process.Output);
    }

    public void Dispose() => _copy.Dispose();

    private static async Task Misused(ConsumerProcess process, string why)
    {
        Assert.Equal(2, await process.WaitForExit());
        Assert.Empty(process.Output);
        var line = Assert.Single(process.Errors, line => !line.StartsWith("=> ", StringComparison.Ordinal));
        Assert.StartsWith(CannotBeLoaded + why, line, StringComparison.Ordinal);
    }
}
