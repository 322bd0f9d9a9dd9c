using KafkaRunner.Configuration;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Tests.Engine;

namespace KafkaRunner.Tests.Partitions;

public sealed class SubscriptionTests
{
    private static readonly TopicPartition Old = new("old", 0);
    private static readonly TopicPartition New = new("new", 0);

    private readonly List<string> _said = [];

    [Fact]
    public void It_waits_for_a_rebalance_to_end_because_the_client_would_put_it_off()
    {
        var subscription = Classic("range");
        Find(subscription, "new");
        Assert.Empty(_said);
        Assign(subscription, Old);
        Assert.Equal(["old,new"], _said);

        subscription.Revoking();
        Find(subscription, "new");
        Assert.Single(_said);
        Assign(subscription, Old);
        Assert.Equal(2, _said.Count);
    }

    [Fact]
    public void A_topic_that_the_client_has_taken_up_by_itself_needs_nothing()
    {
        var subscription = Classic("range");
        Find(subscription, "new");
        Assign(subscription, Old, New);
        Assert.Empty(_said);
    }

    [Fact]
    public void An_eager_group_is_disturbed_once()
    {
        var subscription = Classic("range");
        Assign(subscription, Old);
        Find(subscription, "new");
        subscription.Revoking();
        Assign(subscription, Old);      // another member got the new one
        Assert.Single(_said);
    }

    [Fact]
    public void A_cooperative_group_is_told_again_after_the_rebalance_that_may_have_been_under_way_unseen()
    {
        var subscription = Classic("cooperative-sticky");
        Assign(subscription, Old);
        Find(subscription, "new");
        subscription.Serve();
        Assert.Single(_said);
        Assign(subscription);
        Assert.Equal(2, _said.Count);
        Assign(subscription);
        Assert.Equal(2, _said.Count);

        Find(subscription, "newer");
        Assert.Equal(3, _said.Count);
        Assign(subscription, New, new TopicPartition("newer", 0));
        Assert.Equal(3, _said.Count);
    }

    [Fact]
    public void Where_the_broker_assigns_only_a_change_of_what_is_refused_counts()
    {
        var subscription = Of("group.protocol", "consumer");
        subscription.Update([], ["new"]);
        subscription.Update(["other"], ["new"]);
        subscription.Update([], []);
        subscription.Update([], ["old", "new"]);        // nothing would be left
        Assert.Equal(["old", "old,new"], _said);
    }

    private static void Assign(Subscription subscription, params TopicPartition[] partitions)
    {
        subscription.Assigned(partitions);
        subscription.Serve();
    }

    private static void Find(Subscription subscription, params string[] topics)
    {
        subscription.Update(topics, []);
        subscription.Serve();
    }

    private Subscription Classic(string strategy) => Of("partition.assignment.strategy", strategy);

    private Subscription Of(string property, string value)
    {
        var options = new ConsumerOptions { Kafka = { [property] = value } };
        return new Subscription(new ConsumerDefinition(typeof(TextConsumer), ["old", "new"], "tests", options), topics => _said.Add(string.Join(',', topics)));
    }
}
