using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Tests.Benchmarks;

public sealed class ResultOutputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter _console = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_a_stage_found_is_in_the_file_before_the_run_ends()
    {
        var path = Path.Combine(_folder.FullName, "results.jsonl");
        using var output = new ResultOutput(_console, json: false, path);

        output.Add([Results.Of("a", 1)]);
        output.Add([Results.Of("b", 2)]);

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal(["a", "b"], reader.ReadToEnd().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => ResultFile.Parse(line).Case));
    }

    [Fact]
    public void A_file_that_cannot_be_written_shows_before_the_run() =>
        Assert.ThrowsAny<IOException>(() => new ResultOutput(_console, json: false, Path.Combine(_folder.FullName, "missing", "results.jsonl")));

    [Fact]
    public void Lines_come_stage_by_stage_and_the_table_at_the_end()
    {
        using var lines = new ResultOutput(_console, json: true, path: null);
        lines.Add([Results.Of("a", 1)]);
        lines.Finish();
        Assert.Equal(ResultFile.ToLine(Results.Of("a", 1)) + Environment.NewLine, _console.ToString());

        var console = new StringWriter();
        using var table = new ResultOutput(console, json: false, path: null);
        table.Add([Results.Of("a", 1)]);
        Assert.Equal("", console.ToString());
        table.Finish();
        Assert.StartsWith("case", console.ToString());
    }
}
