using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Internal.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaRunner.IntegrationTests.Client;

/// <summary>A client has joined its group, and is closed before it was polled again: the assignment waits, and is served inside the close.</summary>
public sealed class CloseTests(TestBroker broker)
{
    [Theory]
    [InlineData("cooperative-sticky", true)]
    [InlineData("cooperative-sticky", false)]
    [InlineData("range", true)]
    [InlineData("range", false)]
    public async Task An_assignment_inside_a_close_is_given_back_and_the_group_left_at_once(string strategy, bool isNative)
    {
        broker.RequireReal("the embedded one does not describe groups");
        var (topic, group) = (await broker.CreateTopic(), TestBroker.UniqueName("closed"));
        var config = new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = group, EnableAutoCommit = false };
        config.Set("partition.assignment.strategy", strategy);
        using IGroupClient client = isNative ? new NativeGroupClient(config, NullLogger.Instance) : new ManagedGroupClient(config, NullLogger.Instance);
        var events = new Events();
        client.Subscribe([topic], events);
        await Eventually.Until("it has joined", Describe, described => described.State == "Stable");

        var started = Stopwatch.GetTimestamp();
        Assert.True(client.Close(TimeSpan.FromSeconds(1)));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(500));
        Assert.Equal(events.Assigned, events.GivenBack);
        Assert.Equal(0, (await Describe()).Members);

        Task<GroupDescription> Describe() => GroupCoordination.Describe(broker.BootstrapServers, group);
    }

    /// <summary>As where partitions are assigned to a consumer that is stopping: it opens them no more, and their messages come into the common queue.</summary>
    [Theory]
    [InlineData("cooperative-sticky", true)]
    [InlineData("range", true)]
    [InlineData("range", false)]
    public async Task Messages_that_nobody_reads_do_not_keep_a_client_from_closing(string strategy, bool isNative)
    {
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, 1_000);
        var config = new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers, GroupId = TestBroker.UniqueName("closed"), EnableAutoCommit = false, AutoOffsetReset = AutoOffsetReset.Earliest,
        };
        config.Set("partition.assignment.strategy", strategy);
        using IGroupClient client = isNative ? new NativeGroupClient(config, NullLogger.Instance) : new ManagedGroupClient(config, NullLogger.Instance);
        var events = new Events();
        client.Subscribe([topic], events);
        await Eventually.Until("it has the partition", () =>
        {
            client.Poll(TimeSpan.FromMilliseconds(10));
            return events.Assigned == 1;
        });
        var joined = Stopwatch.GetTimestamp();
        await Eventually.Until("messages are fetched", () => Stopwatch.GetElapsedTime(joined) > TimeSpan.FromSeconds(1));

        Assert.True(client.Close(TimeSpan.FromSeconds(5)));
        Assert.Equal(1, events.GivenBack);
    }

    private sealed class Events : IGroupEvents
    {
        public int Assigned { get; private set; }

        public int GivenBack { get; private set; }

        void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions) => Assigned += partitions.Count;

        public void Revoking(IReadOnlyList<TopicPartition> partitions) => GivenBack += partitions.Count;

        public void Lost(IReadOnlyList<TopicPartition> partitions) => GivenBack += partitions.Count;

        public void Failed(ClientFailure failure) => Assert.Fail(failure.Text);
    }
}
