using KafkaRunner.Diagnostics;

namespace KafkaRunner.Internal.Offsets;

/// <summary>A partition as its committer sees it: what of it may be committed, and who is to know how that went. Poll thread, but for what says otherwise.</summary>
internal interface ICommittable
{
    TopicPartition Partition { get; }

    /// <summary>Gets the tags of its measurements.</summary>
    ref readonly TelemetryTags Tags { get; }

    /// <summary>Gets whether something may be committed that is not. Any thread.</summary>
    bool HasNews { get; }

    /// <summary>Takes note of what has finished of runs that are under way. Any thread.</summary>
    void NoteFinished();

    /// <summary>Has it look soon how far reading has come, where no message tells.</summary>
    void WantPosition();

    /// <summary>Gets what may be committed now, or null for nothing. A commit of it is then taken to be under way.</summary>
    /// <param name="ranges">A list to work with.</param>
    Progress? BeginCommit(List<OffsetRange> ranges);

    /// <summary>A commit has ended.</summary>
    /// <param name="taken">What the broker took, or null where it refused.</param>
    void EndCommit(Progress? taken);

    /// <summary>Takes back what a commit was made for that was refused, and not in passing.</summary>
    /// <param name="isRefused">Whether the same will be refused again.</param>
    /// <returns>False where nothing has begun yet, or may be repeated.</returns>
    bool TryTakeBack(bool isRefused);

    /// <summary>Gets what the group does not say and will not, though it may be said; null for nothing.</summary>
    /// <param name="ranges">A list to work with.</param>
    /// <param name="finished">How many finished messages that are.</param>
    Progress? Missing(List<OffsetRange> ranges, out long finished);
}
