using Confluent.Kafka;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Threads;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Tests.Engine;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Partitions;

public sealed class TopicWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGroupClient _client = new();
    private readonly RecordingLogger _logs = new();
    private readonly List<string> _subscribed = [];
    private TroubleReporter _trouble = null!;

    [Theory]
    [InlineData("classic", "orders,new")]
    [InlineData("consumer", "")]        // the broker takes it up
    public void A_missing_topic_is_listed_until_it_is_there(string protocol, string subscribedTo)
    {
        var watch = Watch(protocol, "orders", "new");
        _client.TopicStates["orders"] = ErrorCode.NoError;
        _client.TopicStates["new"] = ErrorCode.UnknownTopicOrPart;
        Ask(watch);
        Assert.Equal("The topic new does not exist", Assert.Single(_trouble.Present()).Description);
        Assert.Single(_logs.Texts(LogEvents.TopicMissing), line => line.Contains("--create --topic new", StringComparison.Ordinal));

        Ask(watch);
        _client.TopicStates["new"] = ErrorCode.NoError;
        Assert.Empty(_subscribed);
        Ask(watch);
        Assert.Empty(_trouble.Present());
        Assert.Equal(subscribedTo, string.Join(' ', _subscribed));
    }

    [Fact]
    public void A_topic_that_was_made_just_after_the_client_looked_for_it_is_taken_up()
    {
        var watch = Watch("classic", "orders", "new");
        _client.TopicStates["orders"] = _client.TopicStates["new"] = ErrorCode.NoError;
        watch.Heard(ClientFailure.NotAvailable("new", ErrorCode.UnknownTopicOrPart));
        watch.Serve();      // asks at once
        watch.Serve();
        Assert.Equal(["orders,new"], _subscribed);
    }

    [Theory]
    [InlineData("classic", "orders,secret")]
    [InlineData("consumer", "orders orders,secret")]    // the broker lets nobody in who subscribes to a refused one
    public void A_refused_topic_is_listed_and_the_others_are_read(string protocol, string subscribedTo)
    {
        var watch = Watch(protocol, "orders", "secret");
        _client.TopicStates["orders"] = ErrorCode.NoError;
        _client.TopicStates["secret"] = ErrorCode.TopicAuthorizationFailed;
        Ask(watch);
        Assert.Contains("may not read the topic secret", Assert.Single(_trouble.Present()).Description, StringComparison.Ordinal);

        _client.TopicStates["secret"] = ErrorCode.NoError;
        Ask(watch);
        Assert.Empty(_trouble.Present());
        Assert.Equal(subscribedTo, string.Join(' ', _subscribed));
    }

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed, true)]
    [InlineData(ErrorCode.UnknownTopicOrPart, false)]
    [InlineData(ErrorCode.NoError, false)]
    public void Only_where_all_are_refused_nothing_can_be_done(ErrorCode ofTheOther, bool all)
    {
        var watch = Watch("consumer", "secret", "other");
        _client.TopicStates["secret"] = ErrorCode.TopicAuthorizationFailed;
        _client.TopicStates["other"] = ofTheOther;
        Assert.Equal(all, Ask(watch));
    }

    [Fact]
    public void A_refusal_that_names_no_topic_is_told_by_name()
    {
        var watch = Watch("consumer", "orders", "secret");
        Assert.True(watch.Heard(ClientFailure.Of(new Error(ErrorCode.TopicAuthorizationFailed, "ConsumerGroupHeartbeat failed: Broker: Topic authorization failed"))));
        Assert.False(watch.Heard(ClientFailure.Of(new TopicPartition("secret", 0), new Error(ErrorCode.TopicAuthorizationFailed, "Broker: Topic authorization failed"))));
        Assert.False(watch.Heard(ClientFailure.Of(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"))));
    }

    [Fact]
    public void A_refused_topic_that_only_a_pattern_matches_is_told_by_its_own_name_and_not_asked_for()
    {
        var watch = Watch("classic", "^shop-.*", "orders");
        _client.TopicStates["orders"] = ErrorCode.NoError;
        var refused = ClientFailure.NotAvailable("shop-east", ErrorCode.TopicAuthorizationFailed);
        Assert.False(watch.Heard(refused));
        _trouble.Report(refused);
        Ask(watch);
        var asked = _client.TopicQuestions;
        Ask(watch);
        Assert.Equal(asked, _client.TopicQuestions);
        Assert.Contains("may not read the topic shop-east", Assert.Single(_trouble.Present()).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_until_it_is_told_that_all_are_there()
    {
        var watch = Watch("classic", "orders");
        Ask(watch);
        _client.TopicStates["orders"] = ErrorCode.NoError;
        _time.Advance(TimeSpan.FromSeconds(2));
        Ask(watch);
        var asked = _client.TopicQuestions;
        Assert.Equal(2, asked);
        _time.Advance(TimeSpan.FromHours(1));
        Ask(watch);
        Assert.Equal(asked, _client.TopicQuestions);
    }

    [Fact]
    public void Patterns_are_not_asked_for()
    {
        var watch = Watch("classic", "^shop-.*", "orders");
        _client.TopicStates["orders"] = ErrorCode.TopicAuthorizationFailed;
        Assert.False(Ask(watch));       // the pattern may match something
        Assert.Single(_trouble.Present());
    }

    public void Dispose() => _client.Dispose();

    private bool Ask(TopicWatch watch)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        watch.Serve();
        return watch.Serve();
    }

    private TopicWatch Watch(string protocol, params string[] topics)
    {
        var options = new ConsumerOptions { Kafka = { ["group.protocol"] = protocol } };
        var consumer = new ConsumerDefinition(typeof(TextConsumer), topics, "tests", options);
        var runtime = new ProcessRuntime(_time);
        var context = new WorkerContext(
            consumer, null!, new Permits(1, runtime), new CommitSignal(0, () => { }), CarriesMetadata: true, new Telemetry(), runtime, _logs, _ => { });
        _trouble = new TroubleReporter(context, new Assignment(_client, context));
        var subscription = new Subscription(consumer, list => _subscribed.Add(string.Join(',', list)));
        if (protocol == "classic") subscription.Assigned([new TopicPartition("orders", 0)]);
        return new TopicWatch(consumer, _client, _trouble, _time, subscription);
    }
}
