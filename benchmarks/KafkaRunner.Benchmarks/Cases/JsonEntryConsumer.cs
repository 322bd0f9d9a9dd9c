namespace KafkaRunner.Benchmarks.Cases;

internal sealed class JsonEntryConsumer : Consumer<Entry>
{
    public override Task Process(Message<Entry> message, CancellationToken cancellationToken)
    {
        Progress.Count(message.Value.Id >= 0 ? 1 : 0);
        return Task.CompletedTask;
    }
}
