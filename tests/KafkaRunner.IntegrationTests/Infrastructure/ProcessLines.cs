namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>The lines of one output stream of a process, written by the reader's thread and read by the test's.</summary>
internal sealed class ProcessLines
{
    private readonly List<string> _lines = [];

    public void Add(string? line)
    {
        if (line is null) return; // the end
        lock (_lines) _lines.Add(line);
    }

    public List<string> ToList()
    {
        lock (_lines) return [.. _lines];
    }
}
