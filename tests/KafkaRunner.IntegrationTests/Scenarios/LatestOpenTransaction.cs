using Confluent.Kafka;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A new group starts at the end, where a transaction is open. Nobody can have read its messages yet, so the end lies before them:
/// when the transaction is committed, they are processed.
/// </summary>
public sealed class LatestOpenTransaction(TestBroker broker)
{
    private const int Old = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Its_messages_are_processed_when_it_is_committed()
    {
        broker.RequireReal("the embedded one writes no markers");
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, Old);
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers, TransactionalId = TestBroker.UniqueName("transactions") };
        using var producer = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        string[] produced = [.. Enumerable.Range(Old, 10).Select(i => $"{i}")];
        foreach (var value in produced) producer.Produce(topic, new Message<Null, string> { Value = value });
        producer.Flush(Patience);

        var group = TestBroker.UniqueName("open");
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(["--start-position", "latest"]);
        await process.WaitForLine("was assigned topic-");
        Assert.Equal(Old, (await broker.CommittedEverywhere(group, topic))[0]);

        producer.CommitTransaction(Patience);
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.Equal(produced.Length, run.Count);
    }
}
