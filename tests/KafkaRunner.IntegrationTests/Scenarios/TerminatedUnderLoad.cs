using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A deploy: the process gets SIGTERM while thousands of messages wait. It finishes what is in work, commits, and exits with 0.
/// The next process goes on exactly there.
/// </summary>
public sealed class TerminatedUnderLoad(TestBroker broker)
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_repeated()
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(partitions: 4);
        var group = TestBroker.UniqueName("deploy");
        var produced = await broker.Produce(topic, 20_000);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);

        for (var round = 1; round <= 3; round++)
        {
            var process = run.Start(delayMs: 1);
            await run.ProcessedFurther(2_000);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExit());
        }

        run.Start(delayMs: 1);
        await run.Processed(produced.Count, TimeSpan.FromSeconds(60));
        await broker.CommittedToTheEnd(group, topic);
        run.Journal.AssertEachOnce(produced);
    }
}
