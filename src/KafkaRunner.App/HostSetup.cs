using System.Reflection;
using KafkaRunner.App.Files;
using KafkaRunner.Configuration;
using KafkaRunner.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App;

/// <summary>Sets up the host: what is there before the user's own configuration, and what has the last word after it.</summary>
internal sealed class HostSetup(Assembly assembly, Terminal terminal, ProcessExit exit)
{
    /// <summary>A builder with .NET's usual sources, a runner's way to log, and <c>kafkarunner.json</c>.</summary>
    /// <exception cref="KafkaRunnerConfigurationException">A configuration file cannot be used.</exception>
    public HostApplicationBuilder CreateBuilder()
    {
        var builder = WithUsualSources();
        LogDefaults.AddTo(builder.Configuration, terminal.ErrorHasColors);
        KafkaRunnerFile.AddTo(builder.Configuration, builder.Environment.ContentRootPath);
        return builder;
    }

    /// <summary>Puts the flags above all other sources, and takes over signals and the end of the process.</summary>
    /// <returns>The consumers that were registered, and the place to say which of them to host.</returns>
    public ConsumerRegistry Complete(HostApplicationBuilder builder, IReadOnlyDictionary<string, string> flags)
    {
        builder.Configuration.Sources.Add(new FlagConfigurationSource(flags));
        var services = builder.Services;
        services.AddKafkaRunner(_ => { });
        services.AddSingleton(terminal);
        services.AddSingleton(exit);
        services.AddSingleton<ForcedEnd>();
        services.TryAddSingleton(TimeProvider.System);
        StopBudget.AddTo(services);
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, RunnerLifetime>());
        return services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<ConsumerRegistry>().Single();
    }

    private HostApplicationBuilder WithUsualSources()
    {
        try
        {
            return new HostApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = assembly.GetName().Name });
        }
        catch (InvalidDataException e)
        {
            throw new KafkaRunnerConfigurationException($"{e.Message} {e.GetBaseException().Message}", e); // appsettings.json and its like
        }
    }
}
