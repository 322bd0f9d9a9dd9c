using KafkaRunner.Internal;

namespace KafkaRunner.Simulation.Checks;

/// <summary>
/// Who stops cleanly leaves nothing committed whose handler has produced something that the brokers may not have: before the last commit that is waited for.
/// </summary>
internal sealed class ProducedRule(History history) : Rule(history)
{
    public const string Name = "produced";

    private readonly Dictionary<MemberFacts, Dictionary<string, TimeSpan>> _produced = [];

    /// <summary>A handler has produced something, and does not wait for it.</summary>
    /// <param name="member">Whose handler.</param>
    /// <param name="value">The record that it was given.</param>
    /// <param name="acknowledgedAt">When the brokers have what was produced.</param>
    public void Produced(MemberFacts member, string value, TimeSpan acknowledgedAt)
    {
        if (!_produced.TryGetValue(member, out var produced)) _produced[member] = produced = [];
        produced[value] = acknowledgedAt;
    }

    /// <summary>A member waits for what it has produced, and is not given the time. It says so.</summary>
    public void NotFlushed(MemberFacts member) => _produced.Remove(member);

    public override void Stopped(MemberFacts member, RunResult result, int borrowed)
    {
        if (result.End != RunEnd.Stopped || !_produced.TryGetValue(member, out var produced)) return;
        foreach (var (value, at) in produced)
        {
            if (at > History.Now && History.EverNamed.Contains(value))
                History.Fail(Name, $"{member.Name} says that it has stopped cleanly; '{value}' is committed, and what it has produced is not acknowledged before {at.TotalSeconds:0.000} s");
        }
    }
}
