using Microsoft.Extensions.Hosting;

namespace KafkaRunner.Producing;

/// <summary>Checks the producer's properties when the host starts, and flushes it when the host stops.</summary>
internal sealed class ProducerFlushService(KafkaProducer producer, ProducerOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ProducerProperties.From(options);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => producer.FlushOrGiveUpAsync(cancellationToken);
}
