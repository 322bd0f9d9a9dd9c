using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A transaction that commits offsets of one partition for the group is open while a consumer starts, so the group does not tell where that
/// partition begins. The others do not wait for it, the status says which one waits, and when the transaction ends it begins where that says.
/// </summary>
public sealed class OffsetInOpenTransaction(TestBroker broker)
{
    private const int Each = 10;
    private const int Waiting = 1;
    private const int Committed = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("partition.assignment.strategy=cooperative-sticky", MessageSource.Native, false)]
    [InlineData("partition.assignment.strategy=range", MessageSource.Native, true)]
    [InlineData("group.protocol=consumer", MessageSource.Native, false)]
    [InlineData("partition.assignment.strategy=cooperative-sticky", MessageSource.Managed, false)]
    [InlineData("group.protocol=consumer", MessageSource.Managed, true)]
    public async Task Only_its_partition_waits_and_begins_where_the_transaction_says(string property, MessageSource source, bool hasCommitted)
    {
        broker.RequireReal("the embedded one does not keep offsets of open transactions back");
        var topic = await broker.CreateTopic(partitions: 3);
        var group = TestBroker.UniqueName("pending");
        for (var p = 0; p < 3; p++) await broker.Produce(topic, Enumerable.Range(0, Each).Select(i => new Message<string?, string?> { Value = $"{i}" }), p);
        using var member = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = group }).Build();
        if (hasCommitted) member.Commit([.. Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic, p, 2))]);
        using var producer = Begin();
        producer.SendOffsetsToTransaction([new TopicPartitionOffset(topic, Waiting, Committed)], member.ConsumerGroupMetadata, Patience);

        var journal = new ConcurrentQueue<(int Partition, long Offset)>();
        using var host = Make(topic, group, property, source, journal);
        await host.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            var first = hasCommitted ? 2 : 0;
            await Eventually.Until("the others are processed", () => journal.Count == 2 * (Each - first));
            Assert.DoesNotContain(journal, m => m.Partition == Waiting);
            await Eventually.Until("it is said which one waits", () => Troubles(host), t => t is [{ Partition.Partition: Waiting }]);
            Assert.Contains("transaction", Troubles(host)[0].Description, StringComparison.Ordinal);

            producer.CommitTransaction(Patience);
            await Eventually.Until("it is processed, too", () => journal.Count == 2 * (Each - first) + Each - Committed);
            Assert.Equal(Enumerable.Range(Committed, Each - Committed).Select(o => (long)o), journal.Where(m => m.Partition == Waiting).Select(m => m.Offset));
            await Eventually.Until("none waits", () => Troubles(host).Count == 0);
            await broker.CommittedToTheEnd(group, topic);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private static IReadOnlyList<ConsumerTrouble> Troubles(IHost host) => host.Services.GetRequiredService<IConsumerStatus>().GetSnapshots()[0].Troubles;

    private IProducer<Null, string> Begin()
    {
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers, TransactionalId = TestBroker.UniqueName("transactions") };
        var producer = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        return producer;
    }

    private IHost Make(string topic, string group, string property, MessageSource source, ConcurrentQueue<(int Partition, long Offset)> journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(journal);
        builder.Services.AddKafkaRunner(runner => runner.AddConsumer<NotingConsumer>(options =>
        {
            (options.Brokers, options.Topics, options.GroupId, options.MessageSource) = (broker.BootstrapServers, topic, group, source);
            options.Kafka[property.Split('=')[0]] = property.Split('=')[1];
        }));
        return builder.Build();
    }

    [SubscribesTo("any")]
    private sealed class NotingConsumer(ConcurrentQueue<(int Partition, long Offset)> journal) : Consumer
    {
        public override Task Process(Message message, CancellationToken cancellationToken)
        {
            journal.Enqueue((message.Partition, message.Offset));
            return Task.CompletedTask;
        }
    }
}
