using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Partitions;

/// <summary>One assignment as listeners are told of it: which partitions, how far the telling has come, and how it is called off.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal.")]
internal sealed class AssignmentNotice(IReadOnlyList<PartitionWorker> workers, EngineRuntime runtime, ILogger logger)
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly TaskCompletionSource _ended = runtime.CreateCompletion();

    public IReadOnlyList<PartitionWorker> Workers => workers;

    /// <summary>Gets a token that is cancelled when none of the partitions is needed any more.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Gets a task that completes, never faulted, when no listener is being told any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Gets or sets how many listeners it has come to; those after them know nothing of it. Final when <see cref="Ended"/> has completed.</summary>
    public int Reached { get; set; }

    public void End() => _ended.SetResult();

    /// <summary>Calls it off, unless some of its partitions are still wanted.</summary>
    public void CancelIfUnwanted()
    {
        if (!Ended.IsCompleted && workers.All(worker => worker.IsStopping)) Cancel();
    }

    /// <summary>Calls it off. What listeners have registered for that runs on the thread pool.</summary>
    public void Cancel() =>
        runtime.Cancel(_cancel, failed => logger.CancellationFailed(failed, workers[0].Partition.Topic, workers[0].Partition.Partition));
}
