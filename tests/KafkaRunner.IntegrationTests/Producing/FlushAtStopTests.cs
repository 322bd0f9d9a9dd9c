using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.IntegrationTests.Producing;

public sealed class FlushAtStopTests(TestBroker broker)
{
    [Fact]
    public async Task What_was_enqueued_is_delivered_when_the_host_stops()
    {
        var topic = await broker.CreateTopic();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(new ProducerOptions { Brokers = broker.BootstrapServers, DeliveryInterval = TimeSpan.FromMinutes(1) });
        builder.Logging.ClearProviders();
        builder.Services.AddKafkaRunner();
        using var host = builder.Build();
        await host.StartAsync();
        var producer = host.Services.GetRequiredService<IKafkaProducer>();
        for (var i = 0; i < 500; i++) producer.Enqueue(topic, $"{i}");
        await host.StopAsync();
        Assert.Equal(500, broker.EndOffsets(topic)[0]);
    }
}
