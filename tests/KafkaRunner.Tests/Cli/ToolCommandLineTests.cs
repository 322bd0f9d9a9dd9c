using KafkaRunner.Cli;
using KafkaRunner.Cli.CommandLine;

namespace KafkaRunner.Tests.Cli;

public sealed class ToolCommandLineTests
{
    [Fact]
    public void What_is_not_the_tools_own_passes_through_in_its_order()
    {
        var parsed = ToolCommandLine.Parse(["A", "--project", "p", "--brokers", "b:1", "B", "--no-build", "--timeout=5", "--kafka", "a=b"]);
        Assert.Equal("run", parsed.Verb);
        Assert.Equal(["A", "--brokers", "b:1", "B", "--timeout=5", "--kafka", "a=b"], parsed.Rest);
        Assert.Equal(Path.GetFullPath("p"), parsed.Project);
        Assert.True(parsed.NoBuild);
    }

    [Theory]
    [InlineData("list --json", "list", "--json")]
    [InlineData("--no-build list", "list", "")]
    [InlineData("run list", "run", "list")]
    [InlineData("A list", "run", "A list")]
    [InlineData("List", "run", "List")]
    [InlineData("", "run", "")]
    public void Only_the_first_word_can_be_a_command(string line, string verb, string rest)
    {
        var parsed = ToolCommandLine.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(verb, parsed.Verb);
        Assert.Equal(rest, string.Join(' ', parsed.Rest));
    }

    [Fact]
    public void After_two_dashes_everything_passes_through()
    {
        var parsed = ToolCommandLine.Parse(["A", "--", "--project", "p"]);
        Assert.Equal(["A", "--", "--project", "p"], parsed.Rest);
        Assert.Null(parsed.Project);
    }

    [Fact]
    public void Each_short_name_means_its_option_and_a_value_may_follow_an_equals_sign()
    {
        var file = typeof(ToolCommandLineTests).Assembly.Location;
        var parsed = ToolCommandLine.Parse(["-r", file, "--require=" + file, "-c", "Release", "-f", "net10.0", "--with-services"]);
        Assert.Equal([file, file], parsed.Require);
        Assert.Equal(("Release", "net10.0", true), (parsed.Configuration, parsed.Framework, parsed.WithServices));
    }

    [Theory]
    [InlineData("--project", "--project needs a value: --project <dir>.")]
    [InlineData("--project --no-build", "--project needs a value: --project <dir>.")]
    [InlineData("--project= A", "--project needs a value: --project <dir>.")]
    [InlineData("--no-build=yes", "--no-build takes no value.")]
    [InlineData("-c Debug -c Release", "--configuration was given twice.")]
    [InlineData("--project a --assembly b", "--project and --assembly exclude each other: name the one or the other.")]
    public void A_mistake_is_told_in_one_sentence(string line, string message) =>
        Assert.Equal(message, Assert.Throws<MisuseException>(() => ToolCommandLine.Parse(line.Split(' '))).Message);

    [Fact]
    public void A_required_file_must_exist() => Assert.Throws<MisuseException>(() => ToolCommandLine.Parse(["-r", "nowhere.dll"]));
}
