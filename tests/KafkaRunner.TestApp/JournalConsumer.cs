using System.Globalization;
using System.Text;

namespace KafkaRunner.TestApp;

/// <summary>
/// Writes down every message that it has processed, for tests that stop, kill or freeze this process. Variables:
/// <list type="bullet">
/// <item><c>JOURNAL</c>: the file.</item>
/// <item><c>PROCESS_DELAY_MS</c>: how long a message takes (0); <c>PROCESS_STUBBORN=1</c>: it does not heed cancellation.</item>
/// <item><c>RANDOM_DELAY_MS</c> (0): every sixteenth message or so takes up to that long; which, and how long, follows from
/// <c>RANDOM_SEED</c> (0), the partition and the offset.</item>
/// <item><c>SLOW_VALUE</c> and <c>SLOW_MS</c>: a value that takes that long.</item>
/// <item><c>STUCK_VALUES</c>: values, separated by commas, whose processing ends only by cancellation.</item>
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
    private readonly string[] _stuckValues = (Environment.GetEnvironmentVariable("STUCK_VALUES") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
    private readonly bool _isStubborn = Environment.GetEnvironmentVariable("PROCESS_STUBBORN") == "1";
    private readonly Lock _lock = new();
    private readonly FileStream _journal = new(
        Environment.GetEnvironmentVariable("JOURNAL") ?? throw new InvalidOperationException("Set JOURNAL to the file to write to."),
        FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public override async Task Process(Message message, CancellationToken cancellationToken)
    {
        var value = Encoding.UTF8.GetString(message.Value);
        var (isSlow, isStuck) = (value == _slowValue, _stuckValues.Contains(value));
        if (_isStubborn || isSlow || isStuck) await Console.Error.WriteLineAsync($"begins a message: {value}");
        var delayMs = isStuck ? Timeout.Infinite : isSlow ? _slowMs : _delayMs + RandomDelayMs(message.Partition, message.Offset);
        if (delayMs != 0) await Task.Delay(delayMs, _isStubborn ? CancellationToken.None : cancellationToken);
        Write(message, value);
    }

    public void Dispose() => _journal.Dispose();

    private static int Number(string name) => int.Parse(Environment.GetEnvironmentVariable(name) ?? "0", CultureInfo.InvariantCulture);

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
