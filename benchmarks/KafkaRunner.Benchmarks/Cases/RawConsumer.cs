namespace KafkaRunner.Benchmarks.Cases;

[Consumer(Lifetime = ConsumerLifetime.Singleton)]
internal sealed class RawConsumer : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        Progress.Count(message.Value.Length > 0 ? 1 : 0);
        return Task.CompletedTask;
    }
}
