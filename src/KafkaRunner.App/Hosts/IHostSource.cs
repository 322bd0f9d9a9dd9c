using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.App.Hosts;

/// <summary>Where the host comes from: made here, or lent by a program's entry point. Disposed when the host has ended.</summary>
internal interface IHostSource : IAsyncDisposable
{
    /// <summary>Builds the host, not started.</summary>
    /// <param name="setup">What to add to its configuration and services.</param>
    /// <param name="accept">Asked when all of the user's services are there, before the host is built: whether to build it.</param>
    /// <returns>The host; null where <paramref name="accept"/> declined it.</returns>
    Task<IHost?> BuildAsync(HostSetup setup, Func<IServiceCollection, IConfiguration, bool> accept);
}
