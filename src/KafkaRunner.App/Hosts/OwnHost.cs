using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App.Hosts;

/// <summary>A host made here, with .NET's usual sources and what the user's code adds.</summary>
internal sealed class OwnHost(Assembly program, Action<HostApplicationBuilder>? configure) : IHostSource
{
    public Task<IHost?> BuildAsync(HostSetup setup, Func<IServiceCollection, IConfiguration, bool> accept)
    {
        var builder = WithUsualSources();
        setup.AddSources(builder.Configuration, builder.Environment.ContentRootPath);
        configure?.Invoke(builder);
        setup.AddFlags(builder.Configuration);
        return Task.FromResult(accept(builder.Services, builder.Configuration) ? builder.Build() : null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private HostApplicationBuilder WithUsualSources()
    {
        try
        {
            return new HostApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = program.GetName().Name });
        }
        catch (InvalidDataException e)
        {
            throw new KafkaRunnerConfigurationException($"{e.Message} {e.GetBaseException().Message}", e); // appsettings.json and its like
        }
    }
}
