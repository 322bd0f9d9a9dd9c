using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Simulation.Checks;
using static KafkaRunner.Tests.Simulation.ChecksFixture;

namespace KafkaRunner.Tests.Simulation;

/// <summary>The simulation's checkers of losses, repeats, order, permits and slots see what breaks their rule, and bear with what does not.</summary>
public sealed class ChecksOfMessagesTests
{
    private static readonly GroupFacts AtMostOnce = new(DeliveryGuarantee.AtMostOnce);
    private static readonly MemberFacts First = Member();
    private static readonly MemberFacts Second = Member("m2");

    [Fact]
    public void A_message_that_nobody_has_finished_is_lost()
    {
        var life = Begun(2);
        life.Process(First, 0);
        life.Fail(life.Begin(First, 1));
        life.History.Over();
        life.Breaks(LossRule.Name, "'1@0' (orders[0] at 1, epoch 0) is lost: m1 was the last");
    }

    [Fact]
    public void What_a_killed_process_finishes_does_not_count()
    {
        var life = Begun(1);
        var attempt = life.Begin(First, 0);
        life.History.Kill(First);
        life.Finish(attempt);
        life.History.Over();
        life.Breaks(LossRule.Name, "'0@0'");
    }

    [Fact]
    public void Nothing_is_lost_when_all_is_finished()
    {
        var life = Begun(2);
        life.Process(First, 0, 1);
        life.History.Over();
        life.Holds();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void At_most_once_only_trouble_excuses_what_never_began(bool isKilled)
    {
        var life = Begun(1, AtMostOnce);
        life.Commit(First, 1);
        if (isKilled) life.History.Kill(First);
        life.History.Over();
        if (isKilled) life.Holds();
        else life.Breaks(LossRule.Name, "nobody has begun it, and it was committed");
    }

    [Fact]
    public void At_most_once_what_a_stop_has_taken_back_is_not_lost()
    {
        var life = Begun(1, AtMostOnce);
        life.Commit(First, 1);
        life.Commit(First, 0);
        life.Stop(First);
        life.History.Over();
        life.Holds();
    }

    [Fact]
    public void At_most_once_nothing_begins_twice()
    {
        var life = Begun(1, AtMostOnce);
        life.Fail(life.Begin(First, 0));
        life.History.Kill(First);
        life.Assign(Second);
        life.Begin(Second, 0);
        life.Breaks(LossRule.Twice, "m2 begins '0@0'");
    }

    [Fact]
    public void What_was_committed_is_not_begun_by_the_next_member()
    {
        var life = Begun(3);
        life.Process(First, 0, 2);
        life.Commit(First, 1, 0, new OffsetRange(2, 3));
        life.History.Kill(First);
        life.Assign(Second);
        life.Process(Second, 1);
        life.Holds();
        life.Begin(Second, 2);
        life.Breaks(RepeatRule.Name, "committed as finished when it got the partition");
    }

    [Fact]
    public void What_a_member_has_finished_it_does_not_begin_again()
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.Begin(First, 0);
        life.Breaks(RepeatRule.Name, "which it has finished");
    }

    [Fact]
    public void At_least_once_what_is_delivered_again_may_begin_again()
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.History.DeliverAgain(Partition);
        life.Begin(First, 0);
        life.Holds();
    }

    [Fact]
    public void A_failed_attempt_is_followed_by_another()
    {
        var life = Begun(1);
        life.Fail(life.Begin(First, 0));
        life.Process(First, 0);
        life.Holds();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_gives_a_partition_away_has_committed_what_is_finished(bool hasWarned)
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.Pass();
        life.History.Revoke(First, [Partition]);
        if (hasWarned) life.History.Excuse(First, "warned");
        life.Assign(Second);
        if (hasWarned) life.Holds();
        else life.Breaks(HandOverRule.Name, "'0@0' of orders[0] was finished by m1");
    }

    [Fact]
    public void Who_commits_what_it_gives_away_is_right()
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.History.Revoke(First, [Partition]);
        life.Commit(First, 1);
        life.Assign(Second);
        life.Holds();
    }

    [Theory]
    [InlineData(RunEnd.Stopped)]
    [InlineData(RunEnd.Uncommitted)]
    public void Who_says_that_it_has_stopped_cleanly_has_committed(object end)
    {
        var life = Begun(1);
        life.Process(First, 0);
        life.Stop(First, (RunEnd)end);
        if (end is RunEnd.Uncommitted) life.Holds();
        else life.Breaks(HandOverRule.Truth, "m1 says that it has stopped cleanly");
    }

    [Theory]
    [InlineData(Ordering.Partition, "a", "b", true)]
    [InlineData(Ordering.Key, "a", "a", true)]
    [InlineData(Ordering.Key, "a", "b", false)]
    [InlineData(Ordering.Key, null, null, false)]
    [InlineData(Ordering.None, "a", "a", false)]
    public void A_message_waits_for_those_before_it_in_its_lane(Ordering ordering, string? first, string? second, bool waits)
    {
        var member = Member(ordering: ordering);
        var life = new ChecksFixture().Appended(2, key: offset => offset == 0 ? first : second);
        life.Assign(member);
        life.Fail(life.Begin(member, 0));
        life.Begin(member, 1);
        if (waits) life.Breaks(OrderRule.Name, "'0@0' at 0, which comes before it, was begun by m1");
        else life.Holds();
    }

    [Fact]
    public void At_most_once_a_message_waits_only_until_those_before_it_have_ended()
    {
        var member = Member(ordering: Ordering.Partition);
        var life = Begun(3, AtMostOnce, member);
        life.Fail(life.Begin(member, 0));
        life.Begin(member, 1);
        life.Holds();
        life.Begin(member, 2);
        life.Breaks(OrderRule.Name, "is in work");
    }

    [Fact]
    public void A_batch_is_in_order_in_itself()
    {
        var member = Member(ordering: Ordering.Partition, batch: 3);
        var life = Begun(4, member: member);
        life.Finish(life.Begin(member, 0, 1, 2));
        life.Finish(life.Begin(member, 3));
        life.Holds();
    }

    [Fact]
    public void More_in_work_than_permitted_is_seen()
    {
        var life = Begun(6);
        for (var i = 0; i < 4; i++) life.Begin(First, i);
        life.Holds();
        life.Begin(First, 4);
        life.Breaks(PermitRule.Name, "5 in work then, where 4 may be");
    }

    [Theory]
    [InlineData(0, RunEnd.Stopped, true)]
    [InlineData(1, RunEnd.Forced, true)]
    [InlineData(1, RunEnd.Failed, false)]
    [InlineData(-1, RunEnd.Forced, false)]
    public void What_was_read_is_given_back_once(int borrowed, object end, bool isRight)
    {
        var life = Begun(1);
        if (end is RunEnd.Forced) life.Begin(First, 0);
        life.Stop(First, (RunEnd)end, borrowed);
        if (isRight) life.Holds();
        else life.Breaks(SlotRule.Name, "m1 has");
    }

    private static ChecksFixture Begun(int count, GroupFacts? group = null, MemberFacts? member = null)
    {
        var life = new ChecksFixture(group).Appended(count);
        life.Assign(member ?? First);
        return life;
    }
}
