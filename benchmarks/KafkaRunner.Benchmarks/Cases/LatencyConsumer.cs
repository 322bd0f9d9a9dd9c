namespace KafkaRunner.Benchmarks.Cases;

internal sealed class LatencyConsumer(LatencyClock clock) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        clock.Arrived(message.Value, message.Partition);
        return Task.CompletedTask;
    }
}
