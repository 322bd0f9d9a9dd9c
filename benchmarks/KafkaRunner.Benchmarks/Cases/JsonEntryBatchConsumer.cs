namespace KafkaRunner.Benchmarks.Cases;

internal sealed class JsonEntryBatchConsumer : BatchConsumer<Entry>
{
    public override Task Process(MessageBatch<Entry> batch, CancellationToken cancellationToken)
    {
        var ids = 0L;
        for (var i = 0; i < batch.Count; i++) ids += batch[i].Value.Id;
        Progress.Count(ids >= 0 ? batch.Count : 0);
        return Task.CompletedTask;
    }
}
