using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Checks;

/// <summary>What waits for long is copied, so that the fetch that it came with can be freed. What is in work reads what was lent.</summary>
internal sealed class MemoryRule(History history) : Rule(history)
{
    public const string Name = "memory";

    // About a second is promised; the poll thread, which says when, waits in a rebalance for work, for a commit and for committed offsets.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public override void Looked(MemberFacts member, IReadOnlyList<Lent> lent)
    {
        foreach (var (partition, offset, since) in lent)
        {
            if (History.Now - since < Longest + member.DrainTimeout) continue;
            // What an earlier assignment has left in work keeps what was read then.
            if (!History.Has(member, partition, out var tenure) || tenure.Excuse is not null || since < tenure.Since || History.IsInWork(member, partition, offset)) continue;
            History.Fail(Name, $"{member.Name} has read {partition} at {offset} at {since.TotalSeconds:0.000} s, which waits, and was not copied");
            return;
        }
    }
}
