namespace KafkaRunner.Simulation.Checks;

/// <summary>A member that has to give a partition away waits for what it has in work, as long as it is told to.</summary>
internal sealed class DrainRule(History history) : Rule(history)
{
    public const string Name = "drain";

    public override void Revoked(Tenure tenure)
    {
        if (tenure.Excuse is not null || History.IsStopping(tenure.Member)) return;
        foreach (var attempt in History.InWorkOf(tenure))
        {
            if (History.Now - attempt.BegunAt >= tenure.Member.DrainTimeout) continue;
            History.Fail(Name, $"{tenure.Member.Name} gives {tenure.Partition} away while {attempt.Records[0]} is in work, since {attempt.BegunAt.TotalSeconds:0.000} s, and does not wait for {tenure.Member.DrainTimeout.TotalSeconds} s");
        }
    }
}
