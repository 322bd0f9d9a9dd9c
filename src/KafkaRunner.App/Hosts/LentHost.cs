using System.Reflection;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App.Hosts;

/// <summary>
/// The host that a program's entry point builds, taken from it before it starts. The entry point waits where it built the host, so what
/// it made for the host stays in use, and is stopped there by an exception when the host has ended.
/// </summary>
internal sealed class LentHost(Assembly program, bool withServices, TimeSpan patience) : IHostSource
{
    private const string WebServer = "Microsoft.AspNetCore.Hosting.GenericWebHostService";

    /// <summary>How long the entry point may take to clean up behind itself.</summary>
    private static readonly TimeSpan CleanUp = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<IHost?> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _ended = new();
    private EntryPoint? _entryPoint;

    public async Task<IHost?> BuildAsync(HostSetup setup, Func<IServiceCollection, IConfiguration, bool> accept)
    {
        using var watch = new HostWatch(builder => OnBuilding(builder, setup, accept), OnBuilt);
        _entryPoint = EntryPoint.Start(program);
        var first = await Task.WhenAny(_host.Task, _entryPoint.Ended, Task.Delay(patience));
        if (_host.Task.IsCompleted || first == _host.Task) return await _host.Task;
        if (first == _entryPoint.Ended) await _entryPoint.Ended; // an exception of the user's
        var name = program.GetName().Name;
        throw new KafkaRunnerConfigurationException(first == _entryPoint.Ended
            ? $"The entry point of {name} ended before it built a host. Build one there, or call KafkaRunnerApp.RunAsync."
            : $"The entry point of {name} has not built a host within {Seconds.Of(patience)}. Build it earlier, or call KafkaRunnerApp.RunAsync.");
    }

    public async ValueTask DisposeAsync()
    {
        _ended.Set();
        if (_entryPoint is not null) await Task.WhenAny(_entryPoint.Ended, Task.Delay(CleanUp));
    }

    private void OnBuilding(IHostBuilder builder, HostSetup setup, Func<IServiceCollection, IConfiguration, bool> accept)
    {
        builder.ConfigureAppConfiguration((context, configuration) => Guarded(() =>
        {
            setup.AddSources(configuration, context.HostingEnvironment.ContentRootPath);
            setup.AddFlags(configuration);
        }));
        builder.ConfigureServices((context, services) => Guarded(() =>
        {
            RemoveOtherServices(services);
            if (!accept(services, context.Configuration)) Decline();
        }));
    }

    private void OnBuilt(IHost host)
    {
        if (!_host.TrySetResult(host)) return;
        _ended.Wait();
        throw new HostAbortedException();
    }

    private void Decline()
    {
        _host.TrySetResult(null);
        throw new HostAbortedException();
    }

    /// <summary>What goes wrong here is not the entry point's to catch.</summary>
    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            _host.TrySetException(e);
            throw new HostAbortedException();
        }
    }

    /// <summary>
    /// Leaves KafkaRunner's own hosted services, and the program's if they are wanted; never the web server: the application that it
    /// serves is made after the build, where the entry point is held.
    /// </summary>
    private void RemoveOtherServices(IServiceCollection services)
    {
        var ours = typeof(KafkaRunnerService).Assembly;
        foreach (var service in services.Where(service => service.ServiceType == typeof(IHostedService) && !service.IsKeyedService).ToList())
        {
            var owner = service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? service.ImplementationFactory?.Method.DeclaringType;
            var stays = withServices ? owner?.FullName != WebServer : owner?.Assembly == ours;
            if (!stays) services.Remove(service);
        }
    }
}
