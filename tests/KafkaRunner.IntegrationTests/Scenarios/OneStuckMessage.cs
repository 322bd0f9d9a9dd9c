using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// One message is stuck, thousands behind it are finished. A clean stop with little time cancels it and remembers the others, so
/// that the next process processes the stuck one and what is new, nothing else; stuck again or not.
/// </summary>
public sealed class OneStuckMessage(TestBroker broker)
{
    [Fact]
    public async Task A_restart_processes_it_again_and_nothing_else()
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("stuck");
        await broker.Produce(topic, [new() { Key = "stuck", Value = "stuck" }], partition: 0);
        List<string> produced = [.. await broker.Produce(topic, 5_000)];
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);

        for (var round = 1; round <= 2; round++)
        {
            var process = Start(stuck: true);
            await process.WaitForLine("begins a message: stuck");
            await run.Processed(produced.Count);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExit());
            Assert.Equal(0, broker.Committed(group, topic)[0]);
            produced.AddRange(await broker.Produce(topic, 100, first: produced.Count));
        }

        var last = Start(stuck: false);
        await broker.CommittedToTheEnd(group, topic);
        last.Terminate();
        Assert.Equal(0, await last.WaitForExit());
        run.Journal.AssertEachOnce([.. produced, "stuck"], byKey: true);

        ConsumerProcess Start(bool stuck) => run.Start(
            ["--shutdown-timeout", "500ms", "--ordering", "key"], variables: new Dictionary<string, string> { ["STUCK_VALUES"] = stuck ? "stuck" : "" });
    }
}
