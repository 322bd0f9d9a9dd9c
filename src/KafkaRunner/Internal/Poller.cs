using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>Polls the client, while it runs and while it stops, and knows when it last did. Poll thread, but for asking.</summary>
internal sealed class Poller(IGroupClient client, Assignment assignment, OffsetCommitter committer, TimeProvider time)
{
    /// <summary>How long a poll takes at most while something else is waited for.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    private long _polledAt;     // 0 for never

    /// <summary>Gets how long ago a poll last ended; null for never. Any thread.</summary>
    public TimeSpan? SinceLast => Volatile.Read(ref _polledAt) is not 0 and var polledAt ? time.GetElapsedTime(polledAt) : null;

    /// <summary>Polls for up to a time.</summary>
    public void Poll(TimeSpan timeout)
    {
        client.Poll(timeout);
        Volatile.Write(ref _polledAt, time.GetTimestamp());
    }

    /// <summary>Polls for up to a time, and sees to what partitions want of the client.</summary>
    public void PollAndServe(TimeSpan timeout)
    {
        Poll(timeout);
        assignment.DisposeLeaving();
        committer.CommitIfDue(assignment.Committable);
    }
}
