namespace KafkaRunner.Benchmarks.Cases;

[Consumer(Lifetime = ConsumerLifetime.Singleton)]
internal sealed class RawBatchConsumer : BatchConsumer
{
    public override Task Process(MessageBatch batch, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        for (var i = 0; i < batch.Count; i++) bytes += batch[i].Value.Length;
        Progress.Count(bytes > 0 ? batch.Count : 0);
        return Task.CompletedTask;
    }
}
