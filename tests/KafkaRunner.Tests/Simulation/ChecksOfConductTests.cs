using KafkaRunner.Internal;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Model;
using static KafkaRunner.Tests.Simulation.ChecksFixture;

namespace KafkaRunner.Tests.Simulation;

/// <summary>The simulation's checkers of what a member waits for, and of what it keeps, see what breaks their rule, and bear with what does not.</summary>
public sealed class ChecksOfConductTests
{
    private static readonly MemberFacts First = Member();
    private static readonly MemberFacts Second = Member("m2");

    [Theory]
    [InlineData(0.5, false, false)]
    [InlineData(1, false, true)]
    [InlineData(0.5, true, true)]
    public void Work_is_waited_for_when_its_partition_is_given_away(double seconds, bool isStopping, bool isRight)
    {
        var life = Begun(1);
        life.Begin(First, 0);
        life.Pass(seconds);
        if (isStopping) life.History.AskToStop(First);
        life.History.Revoke(First, [Partition]);
        if (isRight) life.Holds();
        else life.Breaks(DrainRule.Name, "m1 gives orders[0] away while '0@0'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nobody_commits_of_what_another_has(bool isGivenAway)
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.History.Lose(First, [Partition]);
        life.Assign(Second);
        if (isGivenAway) life.History.Revoke(Second, [Partition]);
        life.Commit(First, 1);
        if (isGivenAway) life.Holds();
        else life.Breaks(CommitOwnerRule.Name, "m1 commits orders[0] at 1, which m2 has");
    }

    [Theory]
    [InlineData(CommitMode.EachMessage, false, false)]
    [InlineData(CommitMode.EachMessage, true, true)]
    [InlineData(CommitMode.Interval, false, true)]
    public void Each_message_is_committed_before_the_next_one_begins(CommitMode mode, bool isCommitted, bool isRight)
    {
        var member = Member(ordering: Ordering.Partition);
        var life = Begun(2, new GroupFacts(Mode: mode), member);
        life.Process(member, 0);
        if (isCommitted) life.Commit(member, 1);
        life.Begin(member, 1);
        if (isRight) life.Holds();
        else life.Breaks(OrderRule.EachMessage, "'0@0' at 0, which comes before it, is finished and not committed");
    }

    [Theory]
    [InlineData(5, false, true)]
    [InlineData(15, false, false)]
    [InlineData(15, true, true)]
    public void What_waits_for_long_is_copied(double seconds, bool isInWork, bool isRight)
    {
        var life = Begun(1);
        var since = life.History.Now;
        life.Pass(seconds);
        if (isInWork) life.Begin(First, 0);
        life.History.Look(First, [new Lent(Partition, 0, since)]);
        if (isRight) life.Holds();
        else life.Breaks(MemoryRule.Name, "m1 has read orders[0] at 0");
    }

    [Theory]
    [InlineData(10, RunEnd.Stopped, false, false)]
    [InlineData(0, RunEnd.Stopped, false, true)]
    [InlineData(10, RunEnd.Forced, false, true)]
    [InlineData(10, RunEnd.Stopped, true, true)]
    public void Who_stops_cleanly_has_waited_for_what_it_has_produced(double seconds, object end, bool hasSaidSo, bool isRight)
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.History.Produced.Produced(First, "0@0", life.History.Now + TimeSpan.FromSeconds(seconds));
        if (hasSaidSo) life.History.Produced.NotFlushed(First);
        life.Commit(First, 1);
        life.Stop(First, (RunEnd)end);
        if (isRight) life.Holds();
        else life.Breaks(ProducedRule.Name, "'0@0' is committed, and what it has produced is not acknowledged");
    }

    private static ChecksFixture Begun(int count, GroupFacts? group = null, MemberFacts? member = null)
    {
        var life = new ChecksFixture(group).Appended(count);
        life.Assign(member ?? First);
        return life;
    }
}
