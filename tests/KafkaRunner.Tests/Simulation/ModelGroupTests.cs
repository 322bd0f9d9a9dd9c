using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Tests.Simulation;

public sealed class ModelGroupTests
{
    private static readonly TopicPartition First = new("orders", 0);

    private readonly ModelWorld _world = new(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_killed_members_partitions_go_to_the_other_when_its_session_is_over(int protocol)
    {
        var cluster = Cluster(protocol);
        var (one, two) = (new ModelMember(_world, cluster, "one"), new ModelMember(_world, cluster, "two"));
        ModelMember.Until(() => one.Owned.Count == 2 && two.Owned.Count == 2, one, two);

        one.Itself.Kill();
        var killed = _world.Now;
        ModelMember.Until(() => two.Owned.Count == 4, two);
        Assert.InRange((_world.Now - killed).TotalSeconds, 40, 60);
        Assert.Throws<ProcessKilledException>(() => one.Client.Poll(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_frozen_member_loses_what_it_had_when_it_goes_on_after_its_session(int protocol)
    {
        var cluster = Cluster(protocol);
        var (one, two) = (new ModelMember(_world, cluster, "one"), new ModelMember(_world, cluster, "two"));
        ModelMember.Until(() => one.Owned.Count == 2 && two.Owned.Count == 2, one, two);

        one.Heard.Clear();
        one.Itself.SetFrozen(true);
        ModelMember.Until(() => two.Owned.Count == 4, two);
        one.Itself.SetFrozen(false);
        ModelMember.Until(() => one.Heard.Contains("lost") && one.Owned.Count == 2 && two.Owned.Count == 2, one, two);
        Assert.Equal("lost", one.Heard.First(h => h is "lost" or "revoking"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_member_that_comes_waits_until_the_other_has_given_up_its_part(int protocol)
    {
        var cluster = Cluster(protocol);
        var one = new ModelMember(_world, cluster, "one");
        ModelMember.Until(() => one.Owned.Count == 4, one);
        var two = new ModelMember(_world, cluster, "two");
        var ownedMeanwhile = -1;
        one.WhileRevoking = () =>
        {
            ModelMember.For(TimeSpan.FromSeconds(10), two);
            ownedMeanwhile = two.Owned.Count;
        };

        ModelMember.Until(() => one.Owned.Count == 2 && two.Owned.Count == 2, one, two);
        Assert.Equal(0, ownedMeanwhile);
        Assert.Empty(one.Owned.Intersect(two.Owned));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Closing_gives_everything_back_and_leaves_at_once(int protocol)
    {
        var cluster = Cluster(protocol);
        var (one, two) = (new ModelMember(_world, cluster, "one"), new ModelMember(_world, cluster, "two"));
        ModelMember.Until(() => one.Owned.Count == 2 && two.Owned.Count == 2, one, two);

        Assert.True(one.Client.Close(TimeSpan.FromSeconds(1)));
        Assert.Empty(one.Owned);
        var closed = _world.Now;
        ModelMember.Until(() => two.Owned.Count == 4, two);
        Assert.InRange((_world.Now - closed).TotalSeconds, 0, 10);
    }

    [Fact]
    public void While_a_join_is_kept_nothing_else_is_answered_and_a_close_is_not_done_in_time()
    {
        var cluster = Cluster((int)GroupProtocol.Eager);
        var one = new ModelMember(_world, cluster, "one");
        ModelMember.Until(() => one.Owned.Count == 4, one);
        var two = new ModelMember(_world, cluster, "two");
        var (answered, isClosed) = ((bool?)null, true);
        one.WhileRevoking = () =>
        {
            ModelMember.For(TimeSpan.FromSeconds(1), two);
            _ = Ask();
            ModelMember.For(TimeSpan.FromSeconds(3), two);
            isClosed = two.Client.Close(TimeSpan.FromSeconds(1));
        };

        ModelMember.Until(() => !isClosed, one);
        Assert.False(answered);

        async Task Ask() => answered = await two.Client.Questions.AnswersAsync();
    }

    [Fact]
    public void What_is_committed_by_who_is_not_a_member_any_more_is_refused()
    {
        var cluster = Cluster((int)GroupProtocol.Cooperative);
        var one = new ModelMember(_world, cluster, "one");
        ModelMember.Until(() => one.Owned.Count == 4, one);
        one.Itself.SetFrozen(true);
        _world.WaitUntil(() => false, TimeSpan.FromMinutes(1));
        one.Itself.SetFrozen(false);

        Assert.True(CommitErrors.MeansLost(one.Commit(new OffsetToCommit(First, 3, 0))));
        Assert.Null(cluster.Committed(First));
    }

    [Fact]
    public void Metadata_over_the_limit_is_refused_and_the_other_partitions_of_the_commit_are_taken_though_it_is_said_of_all()
    {
        var cluster = Cluster((int)GroupProtocol.Cooperative, options => options with { MetadataLimit = 64 });
        var one = new ModelMember(_world, cluster, "one");
        ModelMember.Until(() => one.Owned.Count == 4, one);
        var second = new TopicPartition("orders", 1);

        Assert.True(CommitErrors.IsTooLong(one.Commit(new OffsetToCommit(First, 3, 0, new string('x', 65)), new OffsetToCommit(second, 4, 0, new string('x', 64)))));
        Assert.Null(cluster.Committed(First));
        Assert.Equal(4, cluster.Committed(second)!.Value.Offset);
    }

    [Fact]
    public void The_group_does_not_tell_an_offset_on_which_a_transaction_is_open()
    {
        var cluster = Cluster((int)GroupProtocol.Cooperative);
        var end = cluster.HoldOffset(First);
        var one = new ModelMember(_world, cluster, "one");
        ModelMember.Until(() => one.Owned.Count == 4, one);
        var told = new Dictionary<TopicPartition, CommittedOffset>();
        var question = Ask();
        ModelMember.Until(() => one.Heard.Contains("UnstableOffsetCommit"), one);
        Assert.Equal(3, told.Count);

        end();
        ModelMember.Until(() => question.IsCompleted, one);
        Assert.Equal(4, told.Count);
        Assert.False(told[First].IsPlaced);

        async Task Ask()
        {
            await foreach (var answer in one.Client.Questions.CommittedAsync([.. one.Owned], CancellationToken.None))
            {
                foreach (var (partition, offset) in answer) told.Add(partition, offset);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_seed_gives_the_same_notes_again(int protocol)
    {
        Assert.Equal(Run(), Run());

        List<string> Run()
        {
            var world = new ModelWorld(7);
            var cluster = new Cluster(world, ClusterOptions.ByChance(world) with { Protocol = (GroupProtocol)protocol });
            cluster.CreateTopic("orders", 4);
            var (one, two) = (new ModelMember(world, cluster, "one"), new ModelMember(world, cluster, "two"));
            for (var i = 0; i < 20; i++)
            {
                cluster.Append(new TopicPartition("orders", i % 4), ($"k{i}", $"v{i}"));
                ModelMember.For(TimeSpan.FromSeconds(2), one, two);
                if (i == 12) cluster.SetCoordinatorDown(true);
                if (i == 16) cluster.SetCoordinatorDown(false);
            }

            Assert.Empty(world.Breaches);
            return world.Notes;
        }
    }

    private Cluster Cluster(int protocol, Func<ClusterOptions, ClusterOptions>? with = null)
    {
        var options = ClusterOptions.Calm with { Protocol = (GroupProtocol)protocol };
        var cluster = new Cluster(_world, with?.Invoke(options) ?? options);
        cluster.CreateTopic("orders", 4);
        return cluster;
    }
}
