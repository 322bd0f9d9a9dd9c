using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App;

/// <summary>Stops a running host cleanly when its time is over.</summary>
internal static class TimeLimit
{
    /// <summary>Starts to count; null counts nothing. Dispose what is returned when the host has stopped.</summary>
    public static IDisposable? Start(TimeSpan? limit, IHostApplicationLifetime application, Terminal terminal, TimeProvider time) =>
        limit is not { } span ? null : time.CreateTimer(_ => Stop(span, application, terminal), null, span, Timeout.InfiniteTimeSpan);

    private static void Stop(TimeSpan limit, IHostApplicationLifetime application, Terminal terminal)
    {
        if (!application.ApplicationStopping.IsCancellationRequested)
        {
            terminal.Say($"{Seconds.Of(limit)} are over. Stopping…");
            application.StopApplication();
        }
    }
}
