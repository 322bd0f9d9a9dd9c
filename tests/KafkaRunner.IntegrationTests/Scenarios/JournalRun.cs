using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>Processes of one group that write down what they have processed, and what was produced for them.</summary>
internal sealed class JournalRun(string brokers, string topic, string group) : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("journal-");
    private readonly List<string> _paths = [];
    private readonly List<ConsumerProcess> _processes = [];

    public Journal Journal => Journal.Read(_paths);

    /// <summary>Starts one more member of the group.</summary>
    public ConsumerProcess Start(IEnumerable<string>? args = null, int delayMs = 0, bool stubborn = false)
    {
        var path = Journal.NewPath(_directory.FullName, $"{_paths.Count}");
        _paths.Add(path);
        var environment = new Dictionary<string, string>
        {
            ["JOURNAL"] = path,
            ["PROCESS_DELAY_MS"] = $"{delayMs}",
            ["PROCESS_STUBBORN"] = stubborn ? "1" : "0",
            ["KAFKARUNNER_TOPICS"] = topic,
        };
        var process = ConsumerProcess.Start("KafkaRunner.TestApp", ["JournalConsumer", "--brokers", brokers, "--group-id", group, .. args ?? []], environment);
        _processes.Add(process);
        return process;
    }

    /// <summary>Waits until so many messages were written down.</summary>
    public Task Processed(int count, TimeSpan? timeout = null) => Eventually.Until(
        $"{count} messages of {topic} are processed", () => Journal.Lines.Count, lines => lines >= count, timeout);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
