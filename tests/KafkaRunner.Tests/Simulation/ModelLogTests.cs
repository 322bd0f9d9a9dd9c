using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Tests.Simulation;

public sealed class ModelLogTests
{
    private static readonly TopicPartition Orders = new("orders", 0);

    private readonly ModelWorld _world = new(1);
    private readonly Cluster _cluster;

    public ModelLogTests()
    {
        _cluster = new Cluster(_world, ClusterOptions.Calm);
        _cluster.CreateTopic("orders", 1);
    }

    [Fact]
    public void After_a_truncation_it_is_read_on_from_where_the_logs_part()
    {
        Append("a", "b", "c", "d");
        var one = Join();
        ModelMember.Until(() => one.Read.Count == 4, one);
        _cluster.Truncate(Orders, 2);
        Append("C", "D", "E");

        ModelMember.Until(() => one.Read.Count == 7, one);
        Assert.Equal(["0:a", "1:b", "2:c", "3:d", "2:C", "3:D", "4:E"], one.Read);
    }

    [Fact]
    public void After_a_truncation_the_position_counts_by_the_leader_epoch()
    {
        Append("a", "b", "c", "d");
        var one = Join();
        ModelMember.Until(() => one.Read.Count == 4, one);
        _cluster.Truncate(Orders, 2);
        ModelMember.For(TimeSpan.FromMinutes(1), one);
        Assert.Equal(4, one.Source(Orders).Position().Offset);     // stale, until something is read

        Append("C");
        ModelMember.Until(() => one.Read.Count == 5, one);
        Assert.Equal(3, one.Source(Orders).Position().Offset);
    }

    [Theory]
    [InlineData("read_committed", 1)]
    [InlineData("read_uncommitted", 4)]
    public void What_comes_after_an_open_transaction_is_read_only_by_who_reads_all(string isolation, int expected)
    {
        Append("a");
        var end = _cluster.BeginTransaction(Orders, (null, "b"), (null, "c"));
        Append("d");
        var one = Join(options => options.Kafka["isolation.level"] = isolation);
        ModelMember.For(TimeSpan.FromMinutes(1), one);
        Assert.Equal(expected, one.Read.Count);
        Assert.Equal(expected, Range(one).End);

        end(false);
        ModelMember.Until(() => one.Source(Orders).Position().Offset == 5, one);       // past the marker
        Assert.Equal(isolation == "read_committed" ? ["0:a", "3:d"] : ["0:a", "1:b", "2:c", "3:d"], one.Read);
        Assert.Equal(5, Range(one).End);
    }

    [Fact]
    public void Retention_and_compaction_leave_gaps()
    {
        Append("a", "b", "c", "d", "e", "f");
        _cluster.DeleteBefore(Orders, 2);
        _cluster.Compact(Orders, 3, 4);
        var one = Join();
        ModelMember.Until(() => one.Read.Count == 2, one);
        Assert.Equal(["2:c", "5:f"], one.Read);
        Assert.Equal(2, one.Source(Orders).LogStart());
    }

    [Fact]
    public void A_topic_that_is_created_again_has_another_id_no_committed_offset_and_is_gone_on_in_where_it_is_longer()
    {
        Append("a", "b");
        var one = Join();
        ModelMember.Until(() => one.Read.Count == 2, one);
        Assert.True(one.Commit(new OffsetToCommit(Orders, 2, 0)).IsNone);
        var before = _cluster.FactsOf("orders").Id;

        _cluster.DeleteTopic("orders");
        Assert.Null(_cluster.Committed(Orders));
        _cluster.CreateTopic("orders", 1);
        Assert.NotEqual(before, _cluster.FactsOf("orders").Id);
        Append("x", "y", "z");
        ModelMember.For(TimeSpan.FromMinutes(1), one);
        Assert.Equal(["0:a", "1:b", "2:z"], one.Read);
    }

    [Fact]
    public void A_topic_that_is_created_again_is_read_from_its_start_where_it_is_shorter_and_the_position_stays()
    {
        Append("a", "b");
        var one = Join();
        ModelMember.Until(() => one.Read.Count == 2, one);
        _cluster.DeleteTopic("orders");
        _cluster.CreateTopic("orders", 1);
        Append("x");
        ModelMember.Until(() => one.Read.Count == 3, one);
        Assert.Equal("0:x", one.Read[^1]);
        Assert.Equal(2, one.Source(Orders).Position().Offset);
    }

    [Fact]
    public void A_seek_with_a_leader_epoch_looks_where_the_log_was_cut()
    {
        Append("a", "b", "c", "d");
        _cluster.Truncate(Orders, 1);
        Append("B", "C", "D", "E");
        var one = Join();
        ModelMember.Until(() => one.Read.Count == 5, one);
        one.Read.Clear();

        Assert.True(one.Client.TrySeek(Orders, 4, leaderEpoch: 0));
        ModelMember.Until(() => one.Read.Count == 4, one);
        Assert.Equal("1:B", one.Read[0]);
        Assert.False(one.Client.TrySeek(new TopicPartition("orders", 1), 0, -1));
    }

    [Fact]
    public void Whoever_does_not_read_until_nothing_is_there_is_not_called_again()
    {
        var one = Join();
        ModelMember.Until(() => one.Owned.Count == 1, one);
        _world.WaitUntil(() => false, TimeSpan.FromSeconds(10));
        Append("a");
        _world.WaitUntil(() => false, TimeSpan.FromSeconds(10));
        Assert.Equal(1, one.Called);        // for what is no message

        one.ReadAll();
        Append("b");
        _world.WaitUntil(() => false, TimeSpan.FromSeconds(10));
        Assert.Equal(2, one.Called);
        one.Source(Orders).Dispose();
        Append("c");
        _world.WaitUntil(() => false, TimeSpan.FromSeconds(10));
        Assert.Equal(2, one.Called);
    }

    [Fact]
    public void Slots_that_are_not_released_are_counted_and_may_not_be_filled_again()
    {
        Append("a", "b");
        var one = Join();
        ModelMember.Until(() => one.Owned.Count == 1, one);
        _world.WaitUntil(() => false, TimeSpan.FromSeconds(10));
        var slot = new MessageSlot("orders", 0);
        Assert.Equal(1, one.Source(Orders).Read(new[] { slot }));
        Assert.Equal(1, one.Itself.Borrowed);

        one.Source(Orders).Read(new[] { slot });
        Assert.Single(_world.Breaches);
        slot.Release();
        Assert.Equal(0, one.Itself.Borrowed);
    }

    [Fact]
    public void The_managed_client_commits_no_metadata_and_seeks_when_it_is_polled()
    {
        Append("a", "b");
        var one = Join(options => options.MessageSource = MessageSource.Managed);
        ModelMember.Until(() => one.Read.Count == 2, one);
        Assert.True(one.Commit(new OffsetToCommit(Orders, 1, 0, "map")).IsNone);
        Assert.Null(_cluster.Committed(Orders)!.Value.Metadata);

        Assert.False(one.Client.TrySeek(Orders, 0, -1));
        ModelMember.For(TimeSpan.FromSeconds(1), one);
        Assert.True(one.Client.TrySeek(Orders, 0, -1));
        ModelMember.Until(() => one.Read.Count == 4, one);
    }

    private ModelMember Join(Action<ConsumerOptions>? configure = null) => new(_world, _cluster, "one", configure);

    private void Append(params string[] values) => _cluster.Append(Orders, [.. values.Select(v => ((string?)null, v))]);

    private LogRange Range(ModelMember member)
    {
        var question = member.Client.Questions.LogsAsync([Orders], CancellationToken.None);
        ModelMember.Until(() => question.IsCompleted, member);
        return question.GetAwaiter().GetResult()[Orders];
    }
}
