namespace KafkaRunner.Benchmarks.Cases;

internal sealed class LatencyConsumer(LatencyClock clock) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        clock.Arrived(message.Value);
        return Task.CompletedTask;
    }
}
