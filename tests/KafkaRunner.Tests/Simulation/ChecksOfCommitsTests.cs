using KafkaRunner.Internal.Offsets;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Model;
using static KafkaRunner.Tests.Simulation.ChecksFixture;

namespace KafkaRunner.Tests.Simulation;

/// <summary>The simulation's checker of commits sees one that says too much, and bears with one that does not.</summary>
public sealed class ChecksOfCommitsTests
{
    private static readonly GroupFacts AtMostOnce = new(DeliveryGuarantee.AtMostOnce);

    [Fact]
    public void A_commit_of_what_is_finished_is_right()
    {
        var (life, member) = Begun();
        life.Process(member, 0, 1, 3);
        life.Commit(member, 2, 0, new OffsetRange(3, 4));
        life.Holds();
    }

    [Fact]
    public void A_commit_beyond_what_is_finished_is_seen()
    {
        var (life, member) = Begun();
        life.Process(member, 0);
        life.Begin(member, 1);
        life.Commit(member, 2);
        life.Breaks(CommitRule.Name, "'1@0' at 1");
    }

    [Fact]
    public void A_map_that_names_what_is_not_finished_is_seen()
    {
        var (life, member) = Begun();
        life.Process(member, 2);
        life.Commit(member, 0, 0, new OffsetRange(2, 4));
        life.Breaks(CommitRule.Name, "'3@0' at 3");
    }

    [Fact]
    public void What_another_member_has_finished_and_not_committed_is_not_this_ones()
    {
        var (life, member) = Begun();
        life.Process(Member("m2"), 0);
        life.Commit(member, 1);
        life.Breaks(CommitRule.Name, "not finished by m1");
    }

    [Fact]
    public void What_another_member_has_committed_may_be_committed_again()
    {
        var (life, member) = Begun();
        life.Process(member, 0, 1);
        life.Commit(member, 2);
        var next = Member("m2");
        life.Assign(next);
        life.Commit(next, 2);
        life.Holds();
    }

    [Fact]
    public void A_map_of_a_topic_that_is_gone_names_nothing()
    {
        var (life, member) = Begun();
        var topic = Guid.NewGuid();
        life.Commit(member, 4, 0, topic);
        life.Breaks(CommitRule.Name, "'0@0'");
        life.Broken.Clear();
        life.Gone(topic);
        (life, member) = Begun();
        life.Gone(topic);
        life.Commit(member, 4, 0, topic);
        life.Holds();
    }

    [Fact]
    public void A_commit_of_an_older_leader_ends_where_the_log_parts()
    {
        var (life, member) = Begun();
        life.Process(member, 0, 1, 2, 3);
        life.Cut(2);
        life.Appended(4, epoch: 1);
        life.Commit(member, 4, 0);
        life.Holds();
        life.Commit(member, 4, 1);
        life.Breaks(CommitRule.Name, "'2@1' at 2");
    }

    [Theory]
    [InlineData(RecordState.Open, CommitRule.Transactions)]
    [InlineData(RecordState.Committed, CommitRule.Name)]
    [InlineData(RecordState.Aborted, null)]
    [InlineData(RecordState.Marker, null)]
    public void What_a_transaction_has_written_counts_when_it_was_committed(object state, string? broken)
    {
        var life = new ChecksFixture().Appended(1, state: (RecordState)state);
        life.Assign(Member());
        life.Commit(Member(), 1);
        if (broken is null) life.Holds();
        else life.Breaks(broken, "'0@0' at 0");
    }

    [Fact]
    public void At_most_once_as_much_may_be_named_as_can_be_in_work()
    {
        var life = new ChecksFixture(AtMostOnce).Appended(8);
        life.Assign(Member());
        life.Commit(Member(), 4);
        life.Holds();
    }

    [Fact]
    public void At_most_once_more_than_can_be_in_work_is_seen()
    {
        var life = new ChecksFixture(AtMostOnce).Appended(8);
        life.Assign(Member());
        life.Commit(Member(), 5);
        life.Breaks(CommitRule.Name, "may have 4");
    }

    [Fact]
    public void A_group_that_begins_at_the_end_is_spared_what_lies_before()
    {
        var life = new ChecksFixture(new GroupFacts(Start: StartPosition.Latest)).Appended(4);
        life.Assign(Member());
        life.Commit(Member(), 4);
        life.Appended(2);
        life.Holds();
        life.Commit(Member(), 5);
        life.Breaks(CommitRule.Name, "'4@0'");
    }

    [Fact]
    public void A_topic_that_is_created_again_is_another_beginning()
    {
        var life = new ChecksFixture(new GroupFacts(Start: StartPosition.Latest)).Appended(4);
        life.Commit(Member(), 4);
        life.Cut(0);
        life.History.Delete(Partition);
        life.Appended(3, epoch: 1);
        life.Commit(Member(), 3, 1);
        life.Holds();
    }

    private static (ChecksFixture Life, MemberFacts Member) Begun()
    {
        var life = new ChecksFixture().Appended(4);
        life.Assign(Member());
        return (life, Member());
    }
}
