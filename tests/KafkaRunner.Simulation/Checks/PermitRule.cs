namespace KafkaRunner.Simulation.Checks;

/// <summary>No member has more messages or batches in work than <c>MaxConcurrency</c> says.</summary>
internal sealed class PermitRule(History history) : Rule(history)
{
    public const string Name = "permits";

    public override void Begun(Attempt attempt)
    {
        var (inWork, most) = (History.InWork(attempt.Member), attempt.Member.MaxConcurrency);
        if (inWork > most) History.Fail(Name, $"{attempt.Member.Name} begins {attempt.Records[0]} and has {inWork} in work then, where {most} may be");
    }
}
