using System.Globalization;
using System.Text;

namespace KafkaRunner.TestApp;

/// <summary>
/// Writes down every message that it has processed, for tests that stop, kill or freeze this process. Variables:
/// <list type="bullet">
/// <item><c>JOURNAL</c>: the file; <c>JOURNAL_AT_BEGIN=1</c>: each message is written down when it begins, not when it ends.</item>
/// <item><c>PROCESS_DELAY_MS</c>: how long a message takes (0); <c>PROCESS_STUBBORN=1</c>: it does not heed cancellation.</item>
/// <item><c>RANDOM_DELAY_MS</c> (0): every sixteenth message or so takes up to that long; which, and how long, follows from
/// <c>RANDOM_SEED</c> (0), the partition and the offset.</item>
/// <item><c>SLOW_VALUE</c> and <c>SLOW_MS</c>: a value that takes that long.</item>
/// <item><c>STUCK_VALUES</c>: values, separated by commas, whose processing ends only by cancellation, or when released.</item>
/// <item><c>FAILING_VALUES</c>: values, separated by commas, whose processing throws until they are released.</item>
/// <item><c>RELEASE_FILE</c>: a file whose appearance releases both.</item>
/// </list>
/// It tells on standard error when a stubborn, slow or stuck message begins.
/// </summary>
/// <remarks>The topic is a stand-in: the tests give theirs in <c>KAFKARUNNER_TOPICS</c>.</remarks>
[SubscribesTo("journal")]
[Consumer(Lifetime = ConsumerLifetime.Singleton)]
public sealed class JournalConsumer : Consumer, IDisposable
{
    private readonly int _delayMs = Number("PROCESS_DELAY_MS");
    private readonly int _randomDelayMs = Number("RANDOM_DELAY_MS");
    private readonly int _seed = Number("RANDOM_SEED");
    private readonly int _slowMs = Number("SLOW_MS");
    private readonly string? _slowValue = Environment.GetEnvironmentVariable("SLOW_VALUE");
    private readonly HashSet<string> _stuckValues = Values("STUCK_VALUES");
    private readonly HashSet<string> _failingValues = Values("FAILING_VALUES");
    private readonly string? _releaseFile = Environment.GetEnvironmentVariable("RELEASE_FILE");
    private readonly bool _isStubborn = Environment.GetEnvironmentVariable("PROCESS_STUBBORN") == "1";
    private readonly bool _writesAtBegin = Environment.GetEnvironmentVariable("JOURNAL_AT_BEGIN") == "1";
    private readonly Lock _lock = new();
    private readonly FileStream _journal = new(
        Environment.GetEnvironmentVariable("JOURNAL") ?? throw new InvalidOperationException("Set JOURNAL to the file to write to."),
        FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    private bool IsReleased => _releaseFile is not null && File.Exists(_releaseFile);

    public override async Task Process(Message message, CancellationToken cancellationToken)
    {
        if (_isStubborn) cancellationToken = CancellationToken.None;
        var value = Encoding.UTF8.GetString(message.Value);
        if (_writesAtBegin) Write(message, value);
        if (_failingValues.Contains(value) && !IsReleased) throw new InvalidOperationException($"{value} fails, as the test wants it.");
        var (isSlow, isStuck) = (value == _slowValue, _stuckValues.Contains(value));
        if (_isStubborn || isSlow || isStuck) await Console.Error.WriteLineAsync($"begins a message: {value}");
        while (isStuck && !IsReleased) await Task.Delay(100, cancellationToken);
        var delayMs = isSlow ? _slowMs : _delayMs + RandomDelayMs(message.Partition, message.Offset);
        if (delayMs != 0) await Task.Delay(delayMs, cancellationToken);
        if (!_writesAtBegin) Write(message, value);
    }

    public void Dispose() => _journal.Dispose();

    private static int Number(string name) => int.Parse(Environment.GetEnvironmentVariable(name) ?? "0", CultureInfo.InvariantCulture);

    private static HashSet<string> Values(string name) =>
        [.. (Environment.GetEnvironmentVariable(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private int RandomDelayMs(int partition, long offset)
    {
        if (_randomDelayMs == 0) return 0;
        var dice = unchecked((uint)((((_seed * 31) + partition) * 1_000_003) + offset) * 2_654_435_761u) >> 12;
        return dice % 16 == 0 ? 1 + (int)(dice / 16 % _randomDelayMs) : 0;
    }

    /// <summary>One line, one write, no buffer: what is written survives a SIGKILL.</summary>
    private void Write(Message message, string value)
    {
        var key = Encoding.UTF8.GetString(message.Key);
        lock (_lock)
        {
            // The time is taken under the lock, so that a file's lines are in the order of their times.
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Topic}\t{message.Partition}\t{message.Offset}\t{key}\t{value}\t{DateTime.UtcNow.Ticks}\n");
            _journal.Write(Encoding.UTF8.GetBytes(line));
        }
    }
}
