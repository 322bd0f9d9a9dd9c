using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Checks;

/// <summary>What a commit says is finished of a log, as whoever comes next will understand it. Pure.</summary>
internal static class CommitReading
{
    /// <summary>Gets the records that a commit names as finished.</summary>
    /// <param name="commit">What was committed.</param>
    /// <param name="log">The log as it is.</param>
    /// <param name="isCurrent">Whether a topic id is that of the topic now.</param>
    public static IEnumerable<LogRecord> Named(OffsetToCommit commit, IReadOnlyList<LogRecord> log, Func<Guid, bool> isCurrent)
    {
        OffsetMap.TryDecode(commit.Metadata, out var map);
        if (map?.TopicId is { } id && !isCurrent(id)) yield break;
        if (map?.Base != commit.Offset) map = null;
        var isOfThisLog = true;
        foreach (var record in log)
        {
            if (record.Offset < commit.Offset)
            {
                // Where the log parts from the one that was read, a fetch tells, and reading goes on from there.
                isOfThisLog &= commit.LeaderEpoch < 0 || record.LeaderEpoch <= commit.LeaderEpoch;
                if (!isOfThisLog) yield break;
                yield return record;
                continue;
            }

            if (map is null || record.LeaderEpoch > map.LeaderEpoch) yield break;
            if (map.Finished.Any(range => record.Offset >= range.First && record.Offset < range.End)) yield return record;
        }
    }

    /// <summary>Gets whether a record is given to consumers that read what is committed.</summary>
    public static bool IsDelivered(LogRecord record) => record.State is RecordState.Plain or RecordState.Committed && record.Value is not null;
}
