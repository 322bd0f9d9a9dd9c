using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>Commits, at a stop, all that is finished, and counts what could not be. Poll thread.</summary>
internal sealed class FinalCommit(
    Assignment assignment,
    OffsetCommitter committer,
    TopicIdentity topicIdentity,
    PartitionListeners listeners,
    Poller poller,
    StopDeadlines deadlines,
    Uncommitted uncommitted)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    /// <summary>Commits when all work has ended, and listeners have heard of that.</summary>
    public void Commit()
    {
        try
        {
            topicIdentity.AwaitAnswer(AnswerTime, poller.Poll);
            listeners.Revoking(assignment.Workers, deadlines.ToDrain, poller.Poll);
            CommitAll(StopDeadlines.LeaveTime);
        }
        catch
        {
            uncommitted.Note(committer.TellMissing(assignment.Committable));
            throw;
        }
    }

    /// <summary>Commits what is finished while something hangs.</summary>
    public void CommitByForce() => CommitAll(StopDeadlines.ForcedLeaveTime);

    private void CommitAll(TimeSpan reserved) =>
        uncommitted.Note(committer.CommitAll(() => assignment.Committable, deadlines.LeftToEnd(reserved), poller.Poll));
}
