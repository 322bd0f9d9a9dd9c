using KafkaRunner.Producing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.Tests.Producing;

public class ProducerRegistrationTests
{
    [Fact]
    public async Task The_producer_is_one_and_can_be_disposed_of_with_its_services()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(new ProducerOptions());
        ProducerRegistration.AddKafkaProducer(services);
        ProducerRegistration.AddKafkaProducer(services);
        await using var provider = services.BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<IKafkaProducer>(), provider.GetRequiredService<IKafkaProducer>());
        var service = Assert.Single(provider.GetServices<IHostedService>());
        await service.StartAsync(CancellationToken.None);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_refused_property_stops_the_host_at_start()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(new ProducerOptions { Kafka = { ["linger.ms"] = "1" } });
        ProducerRegistration.AddKafkaProducer(services);
        using var provider = services.BuildServiceProvider();
        var service = provider.GetServices<IHostedService>().Single();
        var refusal = await Assert.ThrowsAsync<KafkaRunnerConfigurationException>(() => service.StartAsync(CancellationToken.None));
        Assert.Contains("DeliveryInterval", refusal.Message, StringComparison.Ordinal);
    }
}
