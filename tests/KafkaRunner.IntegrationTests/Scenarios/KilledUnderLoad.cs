using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>The machine dies: SIGKILL in the middle of thousands of messages. What was not committed is processed again, nothing is lost.</summary>
public sealed class KilledUnderLoad(TestBroker broker)
{
    [Fact]
    public async Task Nothing_is_lost()
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic(partitions: 4);
        var group = TestBroker.UniqueName("crash");
        var produced = await broker.Produce(topic, 20_000);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);

        // A killed member is missed only when its session ends.
        string[] quickly = ["--kafka", "session.timeout.ms=6000"];
        for (var round = 1; round <= 2; round++)
        {
            var process = run.Start(quickly);
            await run.Processed(run.Journal.Lines.Count + 3_000, TimeSpan.FromSeconds(60));
            process.Kill();
            await process.WaitForExit();
        }

        run.Start(quickly);
        await broker.CommittedToTheEnd(group, topic, TimeSpan.FromSeconds(60));
        run.Journal.AssertNothingLost(produced);
    }
}
