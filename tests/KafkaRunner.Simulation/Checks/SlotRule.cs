using KafkaRunner.Internal;

namespace KafkaRunner.Simulation.Checks;

/// <summary>Whatever was read is given back, once: nothing is left when a member has ended, but where a message hangs.</summary>
internal sealed class SlotRule(History history) : Rule(history)
{
    public const string Name = "slots";

    public override void Stopped(MemberFacts member, RunResult result, int borrowed)
    {
        if (borrowed < 0) History.Fail(Name, $"{member.Name} has given back {-borrowed} slot(s) more than it was given");
        if (borrowed > 0 && result.End != RunEnd.Forced) History.Fail(Name, $"{member.Name} has ended as {result.End} and {borrowed} slot(s) are not given back");
    }
}
