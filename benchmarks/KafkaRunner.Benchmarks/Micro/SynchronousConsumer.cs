namespace KafkaRunner.Benchmarks.Micro;

internal sealed class SynchronousConsumer : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken) => Task.CompletedTask;
}
