using KafkaRunner.Diagnostics;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// What is in work of a partition, as far as it finishes. The messages of a sequence finish one after the other without the lock, and whoever wants to
/// know takes note of that: a handler may block its thread. Under the partition's lock, but for what says otherwise.
/// </summary>
internal sealed class RunsInWork(PartitionState state, WorkerContext context, Backlog backlog, MessagePool pool, CommitPolicy policy)
{
    private readonly List<Run> _sequences = [];

    /// <summary>Gets how many messages of sequences wait for those before them.</summary>
    public int Waiting => _sequences.Sum(run => run.Messages.Count - run.Finished - 1);

    /// <summary>A sequence begins.</summary>
    public void Add(Run run) => _sequences.Add(run);

    public void Remove(Run run) => _sequences.Remove(run);

    /// <summary>Takes note of what is finished.</summary>
    public void Note()
    {
        foreach (var run in _sequences) Note(run);
    }

    /// <summary>A message is finished. It counts, unless the log has gone back behind it, or the partition is someone else's.</summary>
    public void Finish(PendingMessage message)
    {
        pool.LetGo(message);
        if (!message.IsForgotten && !state.IsGivenUp) policy.Finish(message);
    }

    /// <summary>A sequence ends with the message that is in work. What was taken and not begun waits again.</summary>
    public void EndLocked(Run run)
    {
        if (!run.IsSequence) return;
        Note(run);
        for (var i = 0; i < run.Finished; i++) policy.LeaveLane(run.Messages[i]);
        for (var i = run.Messages.Count - 1; i > run.Finished; i--) backlog.PutBack(run.Messages[i]);
        run.EndSequence();
        _sequences.Remove(run);
    }

    /// <summary>The same, and counts what is finished of it. Not under the lock.</summary>
    public void End(Run run)
    {
        if (!run.IsSequence) return;
        Measure(run.Finished, run);
        context.CommitSignal.AddFinished(run.Finished);
        run.ReleaseFinished();
        lock (state.Lock) EndLocked(run);
    }

    /// <summary>Counts finished messages. Not under the lock.</summary>
    public void Measure(int finished, Run run)
    {
        if (finished == 0) return;
        if (!state.IsGivenUp)
        {
            context.Telemetry.Processed(state.Tags, finished);
            return;
        }

        context.Telemetry.Late(state.Tags, finished);
        context.Logger.LateOutcome(state.Partition.Topic, state.Partition.Partition, run.InWork[^1].Offset, context.Consequence);
    }

    private void Note(Run run)
    {
        for (var finished = run.Finished; run.Noted < finished; run.Noted++) Finish(run.Messages[run.Noted]);
    }
}
