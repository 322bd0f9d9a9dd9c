namespace KafkaRunner.Benchmarks.Cases;

internal sealed class AsyncConsumer : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken) => AsyncHandler.HandleAsync(cancellationToken);
}
