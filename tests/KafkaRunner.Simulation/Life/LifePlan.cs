using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Life;

/// <summary>What is planned of a life before it begins.</summary>
/// <param name="Group">What its members have in common.</param>
/// <param name="Protocol">How the group hands out its partitions.</param>
/// <param name="Topics">The topics that its members read, with the number of partitions; 0 for one that is not there yet.</param>
/// <param name="Members">What each process that is started would be.</param>
/// <param name="Steps">What happens, in the order of time.</param>
/// <param name="TroublesEnd">When the last trouble has ended, but for what takes its time.</param>
internal sealed record LifePlan(
    GroupFacts Group,
    GroupProtocol Protocol,
    IReadOnlyList<(string Name, int Partitions)> Topics,
    IReadOnlyList<MemberPlan> Members,
    IReadOnlyList<Step> Steps,
    TimeSpan TroublesEnd);

/// <summary>What a process of the group is.</summary>
/// <param name="Consumer">Its consumer class.</param>
/// <param name="Options">Its options; everyone may have a copy made.</param>
internal sealed record MemberPlan(Type Consumer, Func<ConsumerOptions> Options);
