using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>Opens partitions that have come to us, and forgets those that are lost or are of another log now. Poll thread only.</summary>
internal sealed class PartitionTurnover(
    WorkerContext context,
    Assignment assignment,
    PartitionOpener opener,
    PartitionListeners listeners,
    OffsetCommitter committer,
    Uncommitted uncommitted,
    RunState state)
{
    public void Open(IReadOnlyList<TopicPartition> partitions)
    {
        var workers = assignment.Assign(partitions);
        context.Runtime.Opening.Post(_ => _ = OpenAsync(workers), null);
    }

    public void Lose(IReadOnlyList<TopicPartition> partitions)
    {
        var lost = assignment.Drop(partitions);
        if (uncommitted.IsCounting) uncommitted.Note(committer.TellMissing(lost.Select(w => w.Committable), "the partition was lost"));
        listeners.Lost(lost);
    }

    public void LoseAll() => Lose([.. assignment.Workers.Select(w => w.Partition)]);

    /// <summary>As if the partitions were lost and assigned: what is known of them is of another log.</summary>
    public void Replace(string topic, IReadOnlyList<TopicPartition> partitions)
    {
        if (state.StopRequested) return;     // whoever comes next sees it from the id that the last commit names
        context.Logger.TopicReplaced(topic, context.Consumer.Name);
        Lose(partitions);
        Open(partitions);
    }

    private async Task OpenAsync(IReadOnlyList<PartitionWorker> workers)
    {
        try
        {
            await opener.OpenAsync(workers, state.Stopping);
        }
        catch (OperationCanceledException) when (state.Stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            state.Fail(exception);
        }
    }
}
