using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// What is read was written in transactions. Aborted messages are not processed, and although markers and aborted messages are
/// never delivered, the group's lag reaches 0, also where they are the last or the only thing in a partition.
/// </summary>
public sealed class TransactionalInput(TestBroker broker)
{
    [Fact]
    public async Task Aborted_messages_are_left_out_and_the_lag_reaches_0()
    {
        broker.RequireReal("the embedded one writes no markers");
        var topic = await broker.CreateTopic(partitions: 4);
        var group = TestBroker.UniqueName("transactional");
        List<string> committed = [];
        Commit(0, "a");
        Abort(0);                   // at the end
        Abort(1);                   // alone
        Commit(2, "b");
        Abort(2);
        Commit(2, "c");             // a commit's marker at the end; partition 3 stays empty
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(["--ordering", "key"]);
        await broker.CommittedToTheEnd(group, topic);

        // And again, while it waits for more.
        Abort(0);
        Commit(1, "d");
        Abort(1);
        Abort(3);
        await broker.CommittedToTheEnd(group, topic);

        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(committed, byKey: true);
        Assert.Equal(committed.Count, run.Count);

        void Commit(int partition, string prefix)
        {
            string[] values = [.. Enumerable.Range(0, 50).Select(i => $"{prefix}{i}")];
            broker.ProduceInTransaction(topic, partition, values, commit: true);
            committed.AddRange(values);
        }

        void Abort(int partition) => broker.ProduceInTransaction(topic, partition, Enumerable.Range(0, 50).Select(i => $"aborted-{i}"), commit: false);
    }
}
