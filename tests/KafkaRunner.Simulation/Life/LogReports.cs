using KafkaRunner.Diagnostics;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Kernel;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Simulation.Life;

/// <summary>Reads what a process logs: a warning excuses what the rules would not.</summary>
internal sealed class LogReports(IWorld world, History history, MemberFacts member) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        world.Note($"log {eventId.Id}", $"{member.Name}: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}");
        if (eventId.Id is LogEvents.RevokedUncommitted or LogEvents.StoppedUncommitted or LogEvents.ConsumerFailed) history.Excuse(member, eventId.Name ?? "warned");
    }
}
