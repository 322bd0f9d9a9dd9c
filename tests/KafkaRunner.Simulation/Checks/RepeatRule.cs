namespace KafkaRunner.Simulation.Checks;

/// <summary>What was committed when a member got a partition is not processed by it, nor what it has finished itself since.</summary>
/// <remarks>At least once, what is delivered again may be: it cannot be told from another log's. At most once <see cref="LossRule"/> asks for more.</remarks>
internal sealed class RepeatRule(History history) : Rule(history)
{
    public const string Name = "repeats";

    public override void Begun(Attempt attempt)
    {
        if (attempt.Tenure is not { } tenure) return;
        foreach (var record in attempt.Records)
        {
            if (Why(tenure, record) is { } why) History.Fail(Name, $"{attempt.Member.Name} begins {record} (attempt {attempt.Number}), {why}");
        }
    }

    private string? Why(Tenure tenure, SeenRecord record)
    {
        var (cut, again) = (History.LastCut(record.Partition), History.LastDeliveredAgain(record.Partition));
        if (tenure.Finished.TryGetValue(record.Value, out var finished))
            return cut >= finished.BegunAt || again >= finished.BegunAt ? null : $"which it has finished at {finished.At.TotalSeconds:0.000} s, having the partition since {tenure.Since.TotalSeconds:0.000} s";
        if (!tenure.Inherited.Contains(record.Value) || cut is not null || again >= tenure.Since) return null;
        return $"which was committed as finished when it got the partition, at {tenure.Since.TotalSeconds:0.000} s";
    }
}
