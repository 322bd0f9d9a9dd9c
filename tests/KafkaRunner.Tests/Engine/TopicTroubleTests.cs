using Confluent.Kafka;
using KafkaRunner.Tests.Support;

namespace KafkaRunner.Tests.Engine;

/// <summary>Trouble that names a topic and no partition: its partitions are not assigned at all.</summary>
public sealed class TopicTroubleTests
{
    private static readonly TopicPartition Order = new("orders", 0);
    private static readonly TopicPartition Secret = new("secret", 0);

    [Fact]
    public async Task A_topic_that_is_refused_is_listed_until_it_is_read_again()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.Topics = "orders,secret");
        engine.Client.Assign(Order);
        engine.Client.Fail(new Error(ErrorCode.TopicAuthorizationFailed, "Subscribed topic not available: secret: Broker: Topic authorization failed"));
        await OrdersGoOn(engine);
        Assert.Contains("secret", Assert.Single(engine.Runner.Snapshot().Troubles).Description, StringComparison.Ordinal);

        engine.Client.Append(Secret, "b");
        engine.Client.Assign(Secret);
        await Eventually.Until("it is over", () => engine.Runner.Snapshot().Troubles.Count == 0);
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_listed_though_the_others_are_committed()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.Topics = "orders,secret");
        engine.Client.Assign(Order);
        engine.Client.Fail(new Error(ErrorCode.UnknownTopicOrPart, "Subscribed topic not available: secret: Broker: Unknown topic or partition"));
        await OrdersGoOn(engine);
        Assert.Contains("secret", Assert.Single(engine.Runner.Snapshot().Troubles).Description, StringComparison.Ordinal);

        engine.Client.Append(Secret, "b");
        engine.Client.Assign(Secret);
        await Eventually.Until("it is over", () => engine.Runner.Snapshot().Troubles.Count == 0);
    }

    [Fact]
    public async Task A_refused_topic_at_the_start_leaves_the_others_running_and_ends_when_it_may_be_read()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.Topics = "orders,secret");
        engine.Client.TopicStates["orders"] = ErrorCode.NoError;
        engine.Client.TopicStates["secret"] = ErrorCode.TopicAuthorizationFailed;
        engine.Client.Fail(new Error(ErrorCode.TopicAuthorizationFailed, "Subscribed topic not available: secret: Broker: Topic authorization failed"));
        engine.Client.Assign(Order);
        await OrdersGoOn(engine);
        Assert.Contains("secret", Assert.Single(engine.Runner.Snapshot().Troubles).Description, StringComparison.Ordinal);
        engine.Client.TopicStates["secret"] = ErrorCode.NoError;
        await Eventually.Until("it is over", () => engine.Runner.Snapshot().Troubles.Count == 0);
    }

    [Fact]
    public async Task All_topics_refused_at_the_start_end_the_consumer_which_names_them()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.Topics = "orders,secret");
        engine.Client.TopicStates["orders"] = engine.Client.TopicStates["secret"] = ErrorCode.TopicAuthorizationFailed;
        engine.Client.Fail(new Error(ErrorCode.TopicAuthorizationFailed, "ConsumerGroupHeartbeat failed: Broker: Topic authorization failed"));
        var result = await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("may not read the topics orders, secret: ", result.Failure!.Message, StringComparison.Ordinal);
    }

    private static async Task OrdersGoOn(EngineFixture engine)
    {
        // The second commit is sent when all that the first one means has been done.
        for (var committed = 1; committed <= 2; committed++)
        {
            engine.Client.Append(Order, "a");
            await Eventually.Until("orders are committed", () => engine.Runner.Snapshot().Partitions.Any(p => p.CommittedOffset == committed));
        }
    }
}
