using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLogger : ILogger
{
    public ConcurrentQueue<(LogLevel Level, int Id, string Text)> Lines { get; } = new();

    public ConcurrentQueue<(int Id, Exception Exception)> Exceptions { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null) Exceptions.Enqueue((eventId.Id, exception));
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
    }

    public IEnumerable<string> Texts(int id) => Lines.Where(l => l.Id == id).Select(l => l.Text);
}
