namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Never finishes a message unless it is asked to end.</summary>
internal sealed class StuckConsumer : Consumer
{
    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        Progress.Count(message.Partition);
        return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
