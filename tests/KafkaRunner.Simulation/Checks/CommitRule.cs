using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Checks;

/// <summary>
/// A commit names nothing that its member has not finished, or taken over as finished. Under at most once it may name what is about to begin, no more
/// than may be in work.
/// </summary>
internal sealed class CommitRule(History history) : Rule(history)
{
    public const string Name = "commits";
    public const string Transactions = "transactions";

    public override void Committed(MemberFacts member, OffsetToCommit commit)
    {
        // The public interface tells no topic ids and looks for no cut.
        if (History.Group.Source == MessageSource.Managed && History.LastCut(commit.Partition) is not null) return;

        // Without a map nothing tells of which topic a commit is.
        if (commit.Metadata is null && History.LastDeleted(commit.Partition) is not null) return;

        var isFirst = IsBeginning(commit);
        var named = CommitReading.Named(commit, History.Logs.Log(commit.Partition), id => History.Logs.IsCurrent(commit.Partition.Topic, id));
        var unbegun = new List<LogRecord>();
        foreach (var record in named)
        {
            if (record.State == RecordState.Open)
                History.Fail(Transactions, $"{member.Name} commits {Told(commit)} over '{record.Value}' at {record.Offset}, whose transaction is open");
            if (!CommitReading.IsDelivered(record) || IsAccountedFor(record.Value!, member)) continue;
            if (isFirst) History.Spared.Add(record.Value!);
            else unbegun.Add(record);
        }

        var most = History.Group.IsAtMostOnce ? member.MaxConcurrency * member.BatchSize : 0;
        if (unbegun.Count > most) History.Fail(Name, $"{member.Name} commits {Told(commit)}, which names {Told(unbegun)} as finished: {Why(unbegun[0], member, most)}");
    }

    // Of a group that begins at the end; partitions that came later are read from their beginning.
    private bool IsBeginning(OffsetToCommit commit)
    {
        OffsetMap.TryDecode(commit.Metadata, out var map);
        if (map?.TopicId is { } id && !History.Logs.IsCurrent(commit.Partition.Topic, id)) return false;
        return History.HasBegun.Add(commit.Partition) && History.Group.Start == StartPosition.Latest && (map?.Partitions is not { } first || commit.Partition.Partition < first);
    }

    private bool IsAccountedFor(string value, MemberFacts member) =>
        History.EverNamed.Contains(value) || History.Spared.Contains(value) || History.IsFinishedBy(value, member)
        || (History.Group.IsAtMostOnce && History.AttemptsAt(value).Any(attempt => attempt.Member == member));

    private string Why(LogRecord record, MemberFacts member, int most) =>
        most > 0 ? $"it may have {most} taken at once"
        : History.AttemptsAt(record.Value!) is { Count: > 0 } attempts
            ? $"it was begun by {attempts[^1].Member.Name} at {attempts[^1].BegunAt.TotalSeconds:0.000} s and {(History.IsFinished(record.Value!) ? $"not finished by {member.Name}" : "never finished")}"
            : "nobody has begun it";

    private static string Told(OffsetToCommit commit) => $"{commit.Partition} at {commit.Offset} (epoch {commit.LeaderEpoch}{(commit.Metadata is null ? "" : ", with a map")})";

    private static string Told(List<LogRecord> records) =>
        $"'{records[0].Value}' at {records[0].Offset} (epoch {records[0].LeaderEpoch}){(records.Count > 1 ? $" and {records.Count - 1} more" : "")}";
}
