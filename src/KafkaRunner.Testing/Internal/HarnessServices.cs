using KafkaRunner.Configuration;
using KafkaRunner.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.Testing.Internal;

/// <summary>Registers what a host would, with a producer, a clock and options that depend on nothing outside the test.</summary>
internal static class HarnessServices
{
    private static readonly Dictionary<string, string> NoVariables = [];

    public static (ServiceProvider Services, ConsumerRegistry Registry) Build(
        Type consumer, FakeKafkaProducer producer, TimeProvider time, Action<IServiceCollection>? configureServices, Action<KafkaRunnerBuilder>? configureRunner)
    {
        // First, so that AddKafkaRunner leaves them, and the test's own registrations win.
        var services = new ServiceCollection();
        services.AddSingleton<IKafkaProducer>(producer);
        services.AddSingleton(time);
        services.AddSingleton(provider => new OptionsResolver(provider.GetService<IConfiguration>() ?? new ConfigurationBuilder().Build(), NoVariables));

        configureServices?.Invoke(services);
        services.AddKafkaRunner(runner =>
        {
            runner.AddConsumer(consumer);
            configureRunner?.Invoke(runner);
        });
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton(typeof(ILogger<>), typeof(Logger<>));

        var registry = services.Select(service => service.IsKeyedService ? null : service.ImplementationInstance).OfType<ConsumerRegistry>().Single();
        registry.Host([consumer]);
        return (services.BuildServiceProvider(validateScopes: true), registry);
    }
}
