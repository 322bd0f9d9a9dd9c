using Confluent.Kafka;

namespace KafkaRunner.IntegrationTests.Infrastructure;

public sealed class TestBrokerTests(TestBroker broker)
{
    [Fact]
    public async Task What_is_produced_is_consumed_and_committed()
    {
        var topic = await broker.CreateTopic(partitions: 3);
        var group = TestBroker.UniqueName("readers");
        var produced = await broker.Produce(topic, 30, keys: 7);
        Assert.Equal(3, broker.EndOffsets(topic).Count);
        Assert.Equal(30, broker.EndOffsets(topic).Values.Sum());
        Assert.All(broker.Committed(group, topic).Values, offset => Assert.Null(offset));

        Assert.Equal(produced.Order(), Consume(topic, group, 30).Order());

        Assert.Equal(broker.EndOffsets(topic).Values.Order(), broker.Committed(group, topic).Values.Select(offset => offset ?? 0).Order());
        await broker.CommittedToTheEnd(group, topic);
    }

    private List<string> Consume(string topic, string group, int count)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
        };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Subscribe(topic);
        using var deadline = new CancellationTokenSource(Eventually.DefaultTimeout);
        var values = new List<string>();
        while (values.Count < count) values.Add(consumer.Consume(deadline.Token).Message.Value);
        consumer.Commit();
        consumer.Close();
        return values;
    }
}
