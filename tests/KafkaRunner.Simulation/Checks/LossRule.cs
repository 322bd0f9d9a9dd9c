namespace KafkaRunner.Simulation.Checks;

/// <summary>
/// At the end whatever is in the logs was finished by somebody. Under at most once nothing begins twice, and what never ended well is lost only where a
/// handler failed, or a member came to an end that it did not choose. What a stop has taken back is not lost: it waits for whoever comes next.
/// </summary>
internal sealed class LossRule(History history) : Rule(history)
{
    public const string Name = "losses";
    public const string Twice = "twice";

    public override void Begun(Attempt attempt)
    {
        if (!History.Group.IsAtMostOnce) return;
        foreach (var record in attempt.Records)
        {
            var before = History.AttemptsAt(record.Value);
            if (before.Count == 0 || MayBeginAgain(record.Partition)) continue;
            if (History.LastCut(record.Partition) is { } cut && cut >= before[^1].BegunAt) continue;
            History.Fail(Twice, $"{attempt.Member.Name} begins {record}, which {before[^1].Member.Name} has begun at {before[^1].BegunAt.TotalSeconds:0.000} s");
        }
    }

    // The public interface looks for no cut, and cannot tell what is delivered again from what is new.
    private bool MayBeginAgain(TopicPartition partition) =>
        History.Group.Source == MessageSource.Managed && (History.LastCut(partition) ?? History.LastDeliveredAgain(partition)) is not null;

    public override void Over()
    {
        foreach (var partition in History.Partitions)
        {
            if (History.Group.Source == MessageSource.Managed && History.LastCut(partition) is not null) continue;
            var named = History.NamedNow(partition).ToHashSet();
            foreach (var record in History.Logs.Log(partition).Where(CommitReading.IsDelivered))
            {
                var value = record.Value!;
                if (History.IsFinished(value) || History.Spared.Contains(value)) continue;
                var attempts = History.AttemptsAt(value);
                if (History.Group.IsAtMostOnce && (attempts.Count > 0 || (History.EverNamed.Contains(value) && (History.MayHaveLost || !named.Contains(value))))) continue;
                History.Fail(
                    Name,
                    $"'{value}' ({partition} at {record.Offset}, epoch {record.LeaderEpoch}) is lost: "
                    + (attempts.Count == 0 ? "nobody has begun it" : $"{attempts[^1].Member.Name} was the last to begin it, at {attempts[^1].BegunAt.TotalSeconds:0.000} s")
                    + (History.EverNamed.Contains(value) ? ", and it was committed" : ""));
            }
        }
    }
}
