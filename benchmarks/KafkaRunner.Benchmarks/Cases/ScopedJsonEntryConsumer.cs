namespace KafkaRunner.Benchmarks.Cases;

internal sealed class ScopedJsonEntryConsumer(ScopedDependency dependency) : Consumer<Entry>
{
    public override Task Process(Message<Entry> message, CancellationToken cancellationToken)
    {
        dependency.Count(message.Value.Id >= 0 ? 1 : 0);
        return Task.CompletedTask;
    }
}
