using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Simulation.Life;

/// <summary>Gives handlers their desk. .NET's own container would compile on the pool of the process what is asked for twice.</summary>
internal sealed class DeskServices(Desk desk) : IServiceProvider, IServiceScopeFactory, IServiceScope
{
    public IServiceProvider ServiceProvider => this;

    public object? GetService(Type serviceType) =>
        serviceType == typeof(Desk) ? desk : serviceType == typeof(IServiceProvider) || serviceType == typeof(IServiceScopeFactory) ? this : null;

    public IServiceScope CreateScope() => this;

    public void Dispose()
    {
    }
}
