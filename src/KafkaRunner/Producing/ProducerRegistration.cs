using KafkaRunner.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.Producing;

/// <summary>Registers the producer.</summary>
internal static class ProducerRegistration
{
    /// <summary>
    /// Adds <see cref="IKafkaProducer"/>, once. Call it before consumers are added: hosted services stop in reverse order, so that
    /// consumers have ended when the producer is flushed.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">What code says of its options, asked when the producer is made.</param>
    public static void AddKafkaProducer(IServiceCollection services, Action<ProducerOptions>? configure = null)
    {
        if (services.Any(service => service.ServiceType == typeof(KafkaProducer))) return;
        services.TryAddSingleton(provider => provider.GetRequiredService<OptionsResolver>().For<ProducerOptions>("Producer", configure));
        services.AddSingleton<KafkaProducer>();
        services.TryAddSingleton<IKafkaProducer>(provider => provider.GetRequiredService<KafkaProducer>());
        services.AddSingleton<IHostedService, ProducerFlushService>();
    }
}
