using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The first message that a new group gets of a partition is not finished, and so nothing is. The group has an offset there all
/// the same: it has a lag that an alert can see, and the next process begins with that message, wherever groups start.
/// </summary>
public sealed class FirstMessageUnfinished(TestBroker broker)
{
    [Theory]
    [InlineData("earliest", "STUCK_VALUES")]
    [InlineData("earliest", "FAILING_VALUES")]
    [InlineData("latest", "STUCK_VALUES")]
    [InlineData("latest", "FAILING_VALUES")]
    public async Task The_group_has_an_offset_and_the_next_process_begins_with_it(string start, string unfinished)
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("first");
        await broker.Produce(topic, 5);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var isEarliest = start == "earliest";
        var begins = isEarliest ? 0 : 5;
        string[] args = ["--start-position", start, "--shutdown-timeout", "500ms"];
        var process = run.Start(args, variables: new Dictionary<string, string> { [unfinished] = $"{begins}" });
        await process.WaitForLine("was assigned topic-");
        if (!isEarliest) await broker.CommittedEverywhere(group, topic);
        List<string> produced = [.. Enumerable.Range(begins, 5 - begins).Select(i => $"{i}"), .. await broker.Produce(topic, 5, first: 5)];
        await process.WaitForLine(unfinished == "STUCK_VALUES" ? $"begins a message: {begins}" : $"[0] at {begins}");
        await broker.CommittedEverywhere(group, topic);
        Assert.Equal(begins, broker.Committed(group, topic)[0]);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());

        var next = run.Start(args);
        await next.WaitForLine("was assigned topic-");
        await broker.CommittedToTheEnd(group, topic);
        next.Terminate();
        Assert.Equal(0, await next.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.Equal(produced.Count, run.Count);
    }
}
