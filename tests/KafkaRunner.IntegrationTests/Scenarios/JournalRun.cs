using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>Processes of one group that write down what they have processed, and what was produced for them.</summary>
/// <param name="brokers">The addresses to connect to.</param>
/// <param name="topic">What they read.</param>
/// <param name="group">Their group.</param>
/// <param name="program">The directory of their program; null for the one beside the tests.</param>
internal sealed class JournalRun(string brokers, string topic, string group, string? program = null) : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("journal-");
    private readonly List<(ConsumerProcess Process, string Path, LineCount Lines)> _members = [];

    /// <summary>Gets what all of them wrote down.</summary>
    public Journal Journal => Journal.Read(_members.Select(member => member.Path));

    /// <summary>Gets how many messages all of them wrote down.</summary>
    public int Count => _members.Sum(member => member.Lines.Now());

    private string ReleaseFile => Path.Combine(_directory.FullName, "release");

    /// <summary>Starts one more member of the group.</summary>
    /// <param name="args">Flags.</param>
    /// <param name="delayMs">How long a message takes.</param>
    /// <param name="stubborn">Whether it does not heed cancellation.</param>
    /// <param name="variables">Further variables of <c>JournalConsumer</c>.</param>
    public ConsumerProcess Start(
        IEnumerable<string>? args = null, int delayMs = 0, bool stubborn = false, IReadOnlyDictionary<string, string>? variables = null)
    {
        var path = Journal.NewPath(_directory.FullName, $"{_members.Count}");
        var environment = new Dictionary<string, string>(variables ?? new Dictionary<string, string>())
        {
            ["JOURNAL"] = path,
            ["PROCESS_DELAY_MS"] = $"{delayMs}",
            ["PROCESS_STUBBORN"] = stubborn ? "1" : "0",
            ["RELEASE_FILE"] = ReleaseFile,
            ["KAFKARUNNER_TOPICS"] = topic,
        };
        var process = ConsumerProcess.Start("KafkaRunner.TestApp", ["JournalConsumer", "--brokers", brokers, "--group-id", group, .. args ?? []], environment, program);
        _members.Add((process, path, new LineCount(path)));
        return process;
    }

    /// <summary>Lets what is stuck or fails by its value go on, in all members.</summary>
    public void Release() => File.WriteAllBytes(ReleaseFile, []);

    /// <summary>Gets what one member wrote down.</summary>
    public Journal JournalOf(ConsumerProcess process) => Journal.Read(_members.Single(member => member.Process == process).Path);

    /// <summary>Gets how many messages one member wrote down.</summary>
    public int CountOf(ConsumerProcess process) => _members.Single(member => member.Process == process).Lines.Now();

    /// <summary>Waits until so many messages were written down.</summary>
    public Task Processed(int count, TimeSpan? timeout = null) => Eventually.Until(
        $"{count} messages of {topic} are processed", () => Count, lines => lines >= count, timeout);

    /// <summary>Waits until so many more were written down than there are now.</summary>
    public Task ProcessedFurther(int count, TimeSpan? timeout = null) => Processed(Count + count, timeout);

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _, _) in _members) await process.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
