using KafkaRunner.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App;

/// <summary>Runs a host to its end, and knows the exit code.</summary>
internal static class HostRun
{
    /// <summary>Runs until something stops the host: a signal, the time limit, a consumer that failed for good, or the user's code.</summary>
    public static async Task<int> RunAsync(IHost host, Terminal terminal, TimeSpan? timeout)
    {
        var code = ExitCodes.Failed;
        try
        {
            Banner.Write(terminal, host.Services.GetRequiredService<HostedConsumers>().All, timeout);
            code = await RunToEndAsync(host, terminal, timeout);
        }
        finally
        {
            await EndAsync(host);
        }

        terminal.Say(code == ExitCodes.Done ? "Stopped" : $"Stopped after a failure, exit code {code}");
        return code;
    }

    private static async Task<int> RunToEndAsync(IHost host, Terminal terminal, TimeSpan? timeout)
    {
        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.StartAsync();
        }
        catch (OperationCanceledException) when (application.ApplicationStopping.IsCancellationRequested)
        {
            // A stop was asked for during the start: what has started is stopped below.
        }
        catch
        {
            await host.StopAsync(); // consumers that have started may have messages in work
            throw;
        }

        using (TimeLimit.Start(timeout, application, terminal, host.Services.GetRequiredService<TimeProvider>()))
        {
            await host.WaitForShutdownAsync();
        }

        var code = host.Services.GetRequiredService<HostExitCode>().Value;
        return code == ExitCodes.Done && HasFailedService(host) ? ExitCodes.Failed : code;
    }

    /// <summary>Whether a background service of the user's own has failed: the host stops then, and that is no clean stop.</summary>
    private static bool HasFailedService(IHost host) =>
        host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true });

    /// <summary>With messages still in work nothing may be disposed: the process ends here instead.</summary>
    private static async Task EndAsync(IHost host)
    {
        if (host.Services.GetRequiredService<HostExitCode>().Value == ExitCodes.Forced)
        {
            host.Services.GetRequiredService<ForcedEnd>().AfterReport();
            return;
        }

        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
