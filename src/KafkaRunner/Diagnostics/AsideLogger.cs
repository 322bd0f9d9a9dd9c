using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Diagnostics;

/// <summary>Writes lines on a thread of its own: whoever logs here has something in hand that others wait for, and a provider may take its time.</summary>
/// <param name="inner">A log that does not throw.</param>
/// <param name="runtime">Has the thread.</param>
internal sealed class AsideLogger(QuietLogger inner, EngineRuntime runtime) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        runtime.Tell(() => inner.Log(logLevel, eventId, state, exception, formatter));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
