using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// What becomes of a message that was read: it is to be processed, it was finished by the partition's last owner, it is delivered again, or it shows
/// that the log went back. The partition's lock guards it.
/// </summary>
internal sealed class Intake(PartitionState state, WorkerContext context, LogLife log, Backlog backlog, MessagePool pool, CommitPolicy policy, RunsInWork runs)
{
    private bool _isGapKnown;       // of this chunk one was looked into

    /// <summary>Gets or sets whether something was read and not taken in, so that the source's position says too much.</summary>
    public bool WasCutOff { get; set; }

    /// <summary>Takes in a chunk, and empties it.</summary>
    public void Take(Span<PendingMessage> chunk, IPartitionSource source)
    {
        _isGapKnown = false;
        for (var i = 0; i < chunk.Length; i++)
        {
            var message = chunk[i];
            chunk[i] = null!;
            try
            {
                Take(message, source);
            }
            catch
            {
                if (log.Tracker.Find(message.Offset) != message) message.Slot.Release();       // nobody else knows of it
                throw;
            }
        }
    }

    private void Take(PendingMessage message, IPartitionSource source)
    {
        if (state.IsStopping)
        {
            WasCutOff = true;
            message.Slot.Release();
            return;
        }

        var tracker = log.Tracker;
        if (tracker.IsBehind(message.Offset))
        {
            if (policy.IsRepetition(message))
            {
                message.Slot.Release();     // librdkafka does that at times
                pool.Return(message);
                return;
            }

            GoBackTo(message.Offset, message.LeaderEpoch, source);
        }
        else if (message.Offset > tracker.End && !_isGapKnown)
        {
            LookIntoGap(message.Offset, source);
        }

        if (log.WasFinished(message))
        {
            tracker.AddFinished(message.Offset, message.LeaderEpoch);
            message.Slot.Release();
            pool.Return(message);
            return;
        }

        tracker.Add(message);
        backlog.Add(message);
    }

    // Compaction and transactions leave gaps all the time, but behind the log's start they do not count as read.
    private void LookIntoGap(long offset, IPartitionSource source)
    {
        _isGapKnown = true;
        var end = log.Tracker.End;
        if (end < 0 || source.LogStart() is var start && (start <= end || start > offset)) return;
        context.Aside.OffsetOutOfRange(state.Partition.Topic, state.Partition.Partition, end, offset);
    }

    private void GoBackTo(long offset, int leaderEpoch, IPartitionSource source)
    {
        context.Aside.LogWentBack(state.Partition.Topic, state.Partition.Partition, log.Tracker.End, offset);
        runs.Note();
        log.GoBackTo(offset, leaderEpoch, source.Position().Offset, source.LogStart());
        context.DoubtTopics();
        policy.GoBackTo(offset);
        backlog.Forget(offset);
    }
}
