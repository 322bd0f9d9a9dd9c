using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Checks;

/// <summary>Nobody commits of a partition that somebody else has by now.</summary>
internal sealed class CommitOwnerRule(History history) : Rule(history)
{
    public const string Name = "owner";

    public override void Committed(MemberFacts member, OffsetToCommit commit)
    {
        if (History.Owner(commit.Partition) is not { RevokedAt: null, Excuse: null } owner || owner.Member == member) return;
        History.Fail(Name, $"{member.Name} commits {commit.Partition} at {commit.Offset}, which {owner.Member.Name} has since {owner.Since.TotalSeconds:0.000} s");
    }
}
