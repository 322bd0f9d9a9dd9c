using KafkaRunner.Internal;

namespace KafkaRunner.Simulation.Checks;

/// <summary>
/// Who gives a partition away, or stops, has committed what it has finished of it; so nothing is repeated. Excused is who said that it could not, and
/// whoever was killed, frozen or fenced.
/// </summary>
internal sealed class HandOverRule(History history) : Rule(history)
{
    public const string Name = "hand over";
    public const string Truth = "stop's truth";

    public override void Assigned(Tenure tenure, Tenure? before)
    {
        if (before is not { RevokedAt: { } revokedAt } || before.Member == tenure.Member) return;
        Check(before, revokedAt, Name, $"which {before.Member.Name} gave away at {revokedAt.TotalSeconds:0.000} s and {tenure.Member.Name} has now");
    }

    public override void Stopped(MemberFacts member, RunResult result, int borrowed)
    {
        if (result.End != RunEnd.Stopped) return;
        foreach (var tenure in History.TenuresOf(member).Where(tenure => tenure.RevokedAt is null))
            Check(tenure, History.Now, Truth, $"and {member.Name} says that it has stopped cleanly");
    }

    private void Check(Tenure tenure, TimeSpan end, string rule, string told)
    {
        if (tenure.Excuse is not null || History.Group.Mode == CommitMode.Manual || !History.Group.CarriesMaps) return;
        var log = History.Logs.Log(tenure.Partition).Where(CommitReading.IsDelivered).Select(record => record.Value!).ToHashSet();
        foreach (var (value, (_, at)) in tenure.Finished)
        {
            // What ends while work is waited for counts; what ends later does not.
            if (at > end || History.EverNamed.Contains(value) || !log.Contains(value)) continue;
            History.Fail(rule, $"'{value}' of {tenure.Partition} was finished by {tenure.Member.Name} at {at.TotalSeconds:0.000} s and never committed, {told}");
        }
    }
}
