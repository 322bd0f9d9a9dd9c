namespace KafkaRunner.Benchmarks.Micro;

internal sealed class ScopedConsumer(Scoped scoped) : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken) => scoped.Completed;
}
