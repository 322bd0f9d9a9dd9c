namespace KafkaRunner.Simulation.Checks;

/// <summary>
/// What must stay in order does: a message begins when those before it in its lane have ended, well or, at most once, at all. Where each message is
/// committed, they are committed then, too.
/// </summary>
/// <remarks>Where a topic is created again with more messages, a client goes on at its old offset until somebody sees that it is another topic.</remarks>
internal sealed class OrderRule(History history) : Rule(history)
{
    public const string Name = "order";
    public const string EachMessage = "each message";

    public override void Begun(Attempt attempt)
    {
        if (attempt.Member.Ordering == Ordering.None || attempt.Tenure is not { } tenure || History.LastDeleted(tenure.Partition) >= tenure.Since) return;
        var log = History.Logs.Log(tenure.Partition).Where(CommitReading.IsDelivered).ToList();
        var own = attempt.Records.Select(record => record.Value).ToHashSet();
        foreach (var record in attempt.Records)
        {
            if (attempt.Member.Ordering == Ordering.Key && record.Key is null) continue;
            if (!log.Exists(now => now.Value == record.Value)) continue;      // of a log that is gone
            foreach (var earlier in log)
            {
                var value = earlier.Value!;
                if (earlier.Offset >= record.Offset || earlier.LeaderEpoch > record.LeaderEpoch) break;
                if (attempt.Member.Ordering == Ordering.Key && earlier.Key != record.Key) continue;
                if (own.Contains(value) || tenure.Inherited.Contains(value) || History.Spared.Contains(value)) continue;
                if (HasEnded(value))
                {
                    if (MustBeCommitted(attempt, tenure) && tenure.Finished.ContainsKey(value) && !History.EverNamed.Contains(value))
                        History.Fail(EachMessage, $"{attempt.Member.Name} begins {record}, and '{value}' at {earlier.Offset}, which comes before it, is finished and not committed");
                    continue;
                }

                History.Fail(Name, $"{attempt.Member.Name} begins {record}, and '{value}' at {earlier.Offset}, which comes before it, {Standing(value)}");
                return;
            }
        }
    }

    // Of a batch what was marked need not be, before the rest is attempted again; and what is committed of a log that is gone names nothing of this one.
    private bool MustBeCommitted(Attempt attempt, Tenure tenure) =>
        History.Group is { Mode: CommitMode.EachMessage, IsAtMostOnce: false } && attempt.Number == 1 && tenure.Excuse is null && History.LastCut(tenure.Partition) is null;

    private bool HasEnded(string value) =>
        History.IsFinished(value) || (History.Group.IsAtMostOnce && (History.AttemptsAt(value) is [.., var last] ? !last.IsInWork : History.MayHaveLost && History.EverNamed.Contains(value)));

    private string Standing(string value) => History.AttemptsAt(value) is [.., var last]
        ? $"was begun by {last.Member.Name} at {last.BegunAt.TotalSeconds:0.000} s and {(last.IsInWork ? "is in work" : "did not finish")}"
        : "was not begun";
}
