using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Offsets;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// What is known of a partition's log since it was assigned: where it began, of which topic it is, and what of it is read and finished. The
/// partition's lock guards it.
/// </summary>
/// <remarks>
/// Where the log goes back, what lies below the cut goes on, so messages are marked as forgotten one by one (<see cref="PendingMessage.IsForgotten"/>)
/// rather than by the life that they are of.
/// </remarks>
internal sealed class LogLife(PartitionState state, OffsetTracker tracker, ILogger logger)
{
    private bool _isAtStart;        // the log went back to its start

    /// <summary>Gets what is read and finished.</summary>
    public OffsetTracker Tracker { get; } = tracker;

    /// <summary>Gets the topic's id; null for unknown.</summary>
    public Guid? TopicId { get; private set; }

    /// <summary>Gets how many partitions the topic had when the group first committed; null for unknown.</summary>
    public int? FirstPartitions { get; private set; }

    /// <summary>It is known where the partition begins.</summary>
    /// <param name="start">Where.</param>
    /// <param name="position">What the client says of its position: nothing was read yet, so that is an earlier assignment's.</param>
    public void Begin(in PartitionStart start, long position)
    {
        (TopicId, FirstPartitions) = (start.TopicId, start.Partitions);
        Tracker.Begin(start.Offset, start.LeaderEpoch);
        Tracker.DistrustPosition(position);
        if (!start.IsCommitted)
        {
            Tracker.NoteStart();
            return;
        }

        var inherited = new InheritedOffsets(start.Map, start.Offset, start.TopicId);
        if (inherited.DropReason is { } reason) logger.MapDropped(state.Partition.Topic, state.Partition.Partition, reason);
        else Tracker.Inherit(inherited);
    }

    /// <summary>
    /// Gets whether the topic is another one now, and its log is not read from its beginning anyway, because it is shorter and went back to there. Then
    /// it goes on, and its commits name the new topic.
    /// </summary>
    public bool IsReplaced(Guid now)
    {
        if (TopicId is not { } then || then == now) return false;
        if (!_isAtStart) return true;
        TopicId = now;
        Tracker.NoteStart();
        return false;
    }

    /// <summary>Gets whether the partition's last owner had finished a message.</summary>
    public bool WasFinished(PendingMessage message)
    {
        var inherited = Tracker.Inherited;
        if (inherited.IsEmpty) return false;
        if (inherited.Contains(message.Offset, message.LeaderEpoch)) return true;
        if (inherited.DropReason is { } reason) DropInherited(reason);
        return false;
    }

    /// <summary>The log went back: what was read of it at or above an offset does not count, nor what comes of it; what lies below is still there to be finished.</summary>
    /// <param name="offset">Where the log has other messages now.</param>
    /// <param name="leaderEpoch">Of what is there now.</param>
    /// <param name="position">What the client says of its position.</param>
    /// <param name="start">Where the log starts.</param>
    public void GoBackTo(long offset, int leaderEpoch, long position, long start)
    {
        DropInherited("the log went back");
        Tracker.DistrustPosition(position);
        _isAtStart |= offset <= start;
        Tracker.CutTo(offset, leaderEpoch, static forgotten => ((PendingMessage)forgotten).IsForgotten = true);
    }

    private void DropInherited(string reason)
    {
        if (Tracker.Inherited.End < 0 && !Tracker.Inherited.WasDropped) return;
        Tracker.Inherit(OffsetTracker.Nothing);
        logger.MapDropped(state.Partition.Topic, state.Partition.Partition, reason);
    }
}
