using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Diagnostics;

/// <summary>A log for the engine: what its providers throw stays out of it, because a message must not be lost for a line.</summary>
internal sealed class QuietLogger : ILogger
{
    private readonly ILogger _inner;

    private QuietLogger(ILogger inner) => _inner = inner;

    public static QuietLogger Of(ILogger inner) => inner as QuietLogger ?? new QuietLogger(inner);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "There is nobody to tell.")]
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
