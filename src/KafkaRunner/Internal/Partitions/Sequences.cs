using KafkaRunner.Diagnostics;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// The sequences of a partition that are in work. Their messages finish one after the other without the lock, and whoever wants to know takes note
/// of that: a handler may block the thread of one. Under the partition's lock, but for what says otherwise.
/// </summary>
internal sealed class Sequences(PartitionState state, WorkerContext context, Backlog backlog, MessagePool pool, CommitPolicy policy)
{
    private readonly List<Run> _runs = [];

    /// <summary>Gets how many messages of them wait for those before them.</summary>
    public int Waiting => _runs.Sum(run => run.Messages.Count - run.Finished - 1);

    public void Add(Run run) => _runs.Add(run);

    public void Remove(Run run) => _runs.Remove(run);

    /// <summary>Takes note of what is finished.</summary>
    public void Note()
    {
        foreach (var run in _runs) Note(run);
    }

    /// <summary>A message is finished. It counts, unless the log has gone back behind it, or the partition is someone else's.</summary>
    public void Finish(PendingMessage message)
    {
        pool.LetGo(message);
        if (!message.IsForgotten && !state.IsGivenUp) policy.Finish(message);
    }

    /// <summary>A sequence ends with the message that is in work. What was taken and not begun waits again.</summary>
    public void Settle(Run run)
    {
        if (!run.IsSequence) return;
        Note(run);
        for (var i = 0; i < run.Finished; i++) policy.LeaveLane(run.Messages[i]);
        for (var i = run.Messages.Count - 1; i > run.Finished; i--) backlog.PutBack(run.Messages[i]);
        run.EndSequence();
        _runs.Remove(run);
    }

    /// <summary>The same, and counts what is finished of it. Not under the lock.</summary>
    public void End(Run run)
    {
        if (!run.IsSequence) return;
        Count(run.Finished, run);
        context.Commits.Count(run.Finished);
        run.ReleaseFinished();
        lock (state.Lock) Settle(run);
    }

    /// <summary>Counts finished messages. Not under the lock.</summary>
    public void Count(int finished, Run run)
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
        for (var finished = run.Finished; run.Told < finished; run.Told++) Finish(run.Messages[run.Told]);
    }
}
