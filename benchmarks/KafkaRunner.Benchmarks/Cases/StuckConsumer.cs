namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Finishes no message before it is let go.</summary>
internal sealed class StuckConsumer : Consumer
{
    private static readonly TaskCompletionSource Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void LetGo() => Gate.SetResult();

    public override Task Process(Message message, CancellationToken cancellationToken)
    {
        if (!Gate.Task.IsCompleted) Progress.Count();
        return Gate.Task.WaitAsync(cancellationToken);
    }
}
