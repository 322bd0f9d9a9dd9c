namespace KafkaRunner.Internal.Partitions;

/// <summary>A partition as whoever asks for its status sees it. Any thread.</summary>
internal sealed class PartitionStatus(
    PartitionState state, LogLife log, Backlog backlog, RunsInWork runs, CommitPolicy policy, CommitLedger ledger, Admission admission)
{
    /// <summary>Gets where the partition stands.</summary>
    /// <param name="oldest">What of it has been in work for longest, or null.</param>
    public PartitionSnapshot Snapshot((long Offset, TimeSpan Running)? oldest)
    {
        lock (state.Lock)
        {
            runs.Note();
            var announced = policy.Announced;
            return new PartitionSnapshot
            {
                Partition = state.Partition,
                InWork = backlog.InWork - announced.Runs,
                Waiting = backlog.Waiting + announced.Messages + runs.Waiting,
                Unfinished = log.Tracker.Unfinished,
                Retrying = backlog.Retrying,
                Held = backlog.Held,
                FinishedBeyond = log.Tracker.FinishedBeyond,
                NextOffset = OrNull(log.Tracker.Next.Offset),
                CommittedOffset = OrNull(ledger.Offset),
                IsFull = admission.IsFull,
                OldestOffset = oldest?.Offset,
                OldestRunning = oldest?.Running,
            };
        }
    }

    private static long? OrNull(long offset) => offset < 0 ? null : offset;
}
