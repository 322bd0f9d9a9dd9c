using KafkaRunner.App;
using KafkaRunner.App.Tool;

namespace KafkaRunner.Tests.App;

public sealed class ToolRequestTests : IDisposable
{
    private readonly ProgramScene _scene = new();

    [Fact]
    public async Task List_is_data_for_people_and_for_scripts()
    {
        Assert.Equal(ExitCodes.Done, await Run("list"));
        Assert.Equal("OrderConsumer    topics orders, returns; group order-consumer\nPaymentConsumer  topic payments; group payment-consumer\n", _scene.Output);
        Assert.Equal(ExitCodes.Done, await Run("list", "--json"));
        Assert.Contains("\"topics\": [", _scene.Output, StringComparison.Ordinal);
        Assert.Equal("", _scene.Error);
    }

    [Fact]
    public async Task List_knows_no_other_argument()
    {
        Assert.Equal(ExitCodes.Misused, await Run("list", "--yaml"));
        Assert.Equal("error: Command line: list knows only --json, not '--yaml'.\n", _scene.Error);
    }

    [Fact]
    public async Task Run_reads_the_rest_as_a_runner_does()
    {
        Assert.Equal(ExitCodes.Misused, await Run("run", "list"));
        Assert.StartsWith("error: There is no consumer 'list'.", _scene.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("o", "OrderConsumer\n")]
    [InlineData("--commit-i", "--commit-interval\n")]
    [InlineData("x", "")]
    public async Task A_shell_is_told_what_a_word_may_become(string word, string answer)
    {
        Assert.Equal(ExitCodes.Done, await Run("suggest", word));
        Assert.Equal(answer, _scene.Output);
    }

    [Fact]
    public async Task A_program_that_gives_a_command_line_of_its_own_gets_the_tools()
    {
        _scene.Tool = Request("list");
        Assert.Equal(ExitCodes.Done, await _scene.RunAsync("PaymentConsumer"));
        Assert.StartsWith("OrderConsumer ", _scene.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_may_take_its_own_options_out_of_the_tools_command_line() =>
        Assert.Equal(["run", "A"], Request("run", "A", "--database", "d").Prefer(["run", "A"]));

    [Fact]
    public void A_request_is_taken_once()
    {
        Environment.SetEnvironmentVariable(ToolRequest.Variable, Request("run", "A").ToVariable());
        Assert.Equal(["run", "A"], ToolRequest.Take()?.Arguments);
        Assert.Null(ToolRequest.Take());
    }

    public void Dispose() => _scene.Dispose();

    private static ToolRequest Request(params string[] args) => new(args, "/a/Blog.dll", [], LendsHost: false, WithServices: false);

    private Task<int> Run(params string[] args)
    {
        _scene.Tool = Request(args);
        return _scene.RunAsync(args);
    }
}
