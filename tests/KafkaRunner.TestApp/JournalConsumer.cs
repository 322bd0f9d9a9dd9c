using System.Globalization;
using System.Text;

namespace KafkaRunner.TestApp;

/// <summary>
/// Writes down every message that it has processed, for tests that stop, kill or freeze this process. Variables: <c>JOURNAL</c>, the
/// file; <c>PROCESS_DELAY_MS</c>, how long a message takes (none); <c>PROCESS_STUBBORN=1</c>, do not heed cancellation.
/// </summary>
/// <remarks>The topic is a stand-in: the tests give theirs in <c>KAFKARUNNER_TOPICS</c>.</remarks>
[SubscribesTo("journal")]
[Consumer(Lifetime = ConsumerLifetime.Singleton)]
public sealed class JournalConsumer : Consumer, IDisposable
{
    private readonly int _delayMs = int.Parse(Environment.GetEnvironmentVariable("PROCESS_DELAY_MS") ?? "0", CultureInfo.InvariantCulture);
    private readonly bool _isStubborn = Environment.GetEnvironmentVariable("PROCESS_STUBBORN") == "1";
    private readonly Lock _lock = new();
    private readonly FileStream _journal = new(
        Environment.GetEnvironmentVariable("JOURNAL") ?? throw new InvalidOperationException("Set JOURNAL to the file to write to."),
        FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public override async Task Process(Message message, CancellationToken cancellationToken)
    {
        if (_isStubborn) await Console.Error.WriteLineAsync("begins a message");
        if (_delayMs > 0) await Task.Delay(_delayMs, _isStubborn ? CancellationToken.None : cancellationToken);
        Write(message);
    }

    public void Dispose() => _journal.Dispose();

    /// <summary>One line, one write, no buffer: what is written survives a SIGKILL.</summary>
    private void Write(Message message)
    {
        var (key, value) = (Encoding.UTF8.GetString(message.Key), Encoding.UTF8.GetString(message.Value));
        lock (_lock)
        {
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Topic}\t{message.Partition}\t{message.Offset}\t{key}\t{value}\t{DateTime.UtcNow.Ticks}\n");
            _journal.Write(Encoding.UTF8.GetBytes(line));
        }
    }
}
