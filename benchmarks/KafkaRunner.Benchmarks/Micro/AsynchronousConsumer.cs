namespace KafkaRunner.Benchmarks.Micro;

internal sealed class AsynchronousConsumer : Consumer
{
    public override async Task Process(Message message, CancellationToken cancellationToken) => await Task.Yield();
}
