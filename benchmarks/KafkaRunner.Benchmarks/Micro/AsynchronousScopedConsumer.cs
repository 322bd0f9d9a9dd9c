namespace KafkaRunner.Benchmarks.Micro;

internal sealed class AsynchronousScopedConsumer(Scoped scoped) : Consumer
{
    public override async Task Process(Message message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await scoped.Completed;
    }
}
