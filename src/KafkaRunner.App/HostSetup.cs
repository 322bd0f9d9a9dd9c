using KafkaRunner.App.Files;
using KafkaRunner.Configuration;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App;

/// <summary>Sets up a host: what is there before the user's own configuration, and what has the last word after it.</summary>
internal sealed class HostSetup(Terminal terminal, ProcessExit exit, SignalWatch? signals, IReadOnlyDictionary<string, string> flags)
{
    /// <summary>Adds a runner's way to log and <c>kafkarunner.json</c> to .NET's usual sources.</summary>
    public void AddSources(IConfigurationBuilder configuration, string contentRoot)
    {
        LogDefaults.AddTo(configuration, terminal.ErrorHasColors);
        KafkaRunnerFile.AddTo(configuration, contentRoot);
    }

    /// <summary>Puts the flags above all other sources.</summary>
    public void AddFlags(IConfigurationBuilder configuration) => configuration.Sources.Add(new FlagConfigurationSource(flags));

    /// <summary>Takes over signals and the end of the process.</summary>
    /// <returns>The consumers that were registered, and the place to say which of them to host.</returns>
    public ConsumerRegistry Complete(IServiceCollection services)
    {
        services.AddKafkaRunner(_ => { });
        services.AddSingleton(terminal);
        services.AddSingleton(exit);
        if (signals is not null) services.AddSingleton(signals);
        services.AddSingleton<ForcedEnd>();
        services.TryAddSingleton(TimeProvider.System);
        StopBudget.AddTo(services);
        services.RemoveAll<IHostLifetime>();
        services.AddSingleton<IHostLifetime, SignalLifetime>();
        return services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<ConsumerRegistry>().Single();
    }
}
