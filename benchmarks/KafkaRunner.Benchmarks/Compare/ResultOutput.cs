using KafkaRunner.Benchmarks.Reports;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>
/// Takes the results of a run: as JSON lines as soon as a stage has them, so that none is lost when a later stage fails; as a table at the end.
/// </summary>
internal sealed class ResultOutput : IDisposable
{
    private readonly TextWriter _console;
    private readonly bool _json;
    private readonly StreamWriter? _file;
    private readonly List<CaseResult> _results = [];

    /// <param name="console">Where the table goes, or the lines.</param>
    /// <param name="json">Lines instead of the table.</param>
    /// <param name="path">A file for the lines, or null. It is made here: whether it can be written must show before the run, not after.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public ResultOutput(TextWriter console, bool json, string? path)
    {
        (_console, _json) = (console, json);
        if (path is not null) _file = new StreamWriter(path) { AutoFlush = true };
    }

    public void Add(IReadOnlyList<CaseResult> results)
    {
        _results.AddRange(results);
        foreach (var line in results.Select(ResultFile.ToLine))
        {
            _file?.WriteLine(line);
            if (_json) _console.WriteLine(line);
        }
    }

    /// <summary>Prints the table, where it is asked for.</summary>
    public void Finish()
    {
        if (_json) return;
        foreach (var line in TextTable.Lines(_results)) _console.WriteLine(line);
    }

    public void Dispose() => _file?.Dispose();
}
