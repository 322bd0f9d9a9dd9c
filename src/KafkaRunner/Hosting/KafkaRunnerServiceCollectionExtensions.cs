using KafkaRunner;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Hosting;
using KafkaRunner.Producing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds KafkaRunner to a host.</summary>
public static class KafkaRunnerServiceCollectionExtensions
{
    /// <summary>Adds the consumers that the host runs from its start to its stop, and <see cref="IKafkaProducer"/>.</summary>
    /// <param name="services">The host's service collection.</param>
    /// <param name="configure">Names the consumers. May be null: then the host only gets the producer.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <remarks>
    /// May be called again; consumers add up. Options come from section <c>KafkaRunner</c> of the host's configuration, then from
    /// <c>KAFKARUNNER_*</c> variables. What is wrong with them stops the host at its start, before any connection.
    /// </remarks>
    public static IServiceCollection AddKafkaRunner(this IServiceCollection services, Action<KafkaRunnerBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var registry = services.Select(d => d.ImplementationInstance).OfType<ConsumerRegistry>().SingleOrDefault();
        if (registry is null)
        {
            registry = new ConsumerRegistry(services);
            services.AddSingleton(registry);
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<HostedConsumers>();
            services.AddSingleton<HostExitCode>();
            services.AddSingleton<Telemetry>();
            services.TryAddSingleton(sp => new OptionsResolver(sp.GetService<IConfiguration>() ?? new ConfigurationBuilder().Build()));

            // Hosted services stop in reverse: consumers first, then the producer delivers what they left.
            ProducerRegistration.AddKafkaProducer(services, options => registry.ConfigureProducer?.Invoke(options));
            services.AddSingleton<KafkaRunnerService>();
            services.AddSingleton<IConsumerStatus>(sp => sp.GetRequiredService<KafkaRunnerService>());
            services.AddSingleton<IForcedStop>(sp => sp.GetRequiredService<KafkaRunnerService>());
            services.AddSingleton<IHostedService>(sp => sp.GetRequiredService<KafkaRunnerService>());
        }

        configure?.Invoke(new KafkaRunnerBuilder(registry));
        return services;
    }
}
