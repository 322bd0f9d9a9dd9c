using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Engine;

/// <summary>Brokers say for a moment that they do not know a topic, as they do while it moves, and it is read all the same.</summary>
public sealed class TroubleEndsTests
{
    [Theory]
    [InlineData("orders", true, false)]
    [InlineData("orders", false, false)]
    [InlineData("orders,secret", true, true)]
    [InlineData("orders,secret", false, true)]
    [InlineData("orders,secret", false, false)]
    public async Task What_is_read_is_not_said_to_be_missing(string topics, bool isOfPartition, bool isOfBeginning)
    {
        TopicPartition[] all = [.. topics.Split(',').Select(t => new TopicPartition(t, 0))];
        var (client, time) = (new FakeGroupClient(), new FakeTimeProvider());
        await using var engine = new EngineFixture(typeof(TextConsumer), client, o => o.Topics = topics, time: time);
        foreach (var partition in all) client.TopicStates[partition.Topic] = ErrorCode.NoError;
        client.Assign(all);
        await Eventually.Until("all are ours", () => engine.Runner.Snapshot().Partitions.Count(p => p.NextOffset is not null) == all.Length);

        await client.Post(events => events.Failed(
            new ClientFailure(ErrorCode.UnknownTopicOrPart, "Broker: Unknown topic or partition") { Partition = isOfPartition ? all[0] : null, IsOfBeginning = isOfBeginning }));
        time.Advance(TimeSpan.FromSeconds(3));
        foreach (var partition in all) client.Append(partition, "a");
        await Eventually.Until("no topic is missing", () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return engine.Runner.Snapshot() is { Troubles.Count: 0 } snapshot && snapshot.Partitions.All(p => p.CommittedOffset == 1);
        });
    }
}
