using System.Text.RegularExpressions;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// What a group has committed lies outside the log: beyond its end, because it was restored from a copy, or before its
/// beginning, because the oldest messages are gone. A log line names both offsets, and all that is there is processed: where groups
/// start is about their beginning, not about this.
/// </summary>
public sealed partial class OffsetOutOfRange(TestBroker broker)
{
    private const int Count = 400;

    [Theory]
    [InlineData("earliest", 1_000, 0)]      // beyond the end
    [InlineData("latest", 1_000, 0)]
    [InlineData("earliest", 50, 100)]       // before the beginning
    [InlineData("latest", 50, 100)]
    public async Task All_that_is_there_is_processed_and_a_line_names_both_offsets(string start, int committed, int beginning)
    {
        broker.RequireReal("the embedded one cannot delete messages");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("outside");
        var produced = await broker.Produce(topic, Count);
        if (beginning > 0) await broker.DeleteBefore(topic, beginning);
        await OffsetProtocol.Write(broker.BootstrapServers, group, topic, 0, new StoredOffset(committed, -1, ""));

        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(["--start-position", start]);
        await run.Processed(Count - beginning);
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced.Skip(beginning));
        Assert.Contains(process.Errors, line => IsToldBy(line, topic, committed, beginning));
    }

    // Loosely: a line of ours about this partition, with both numbers somewhere behind its event's id.
    private static bool IsToldBy(string line, string topic, params int[] offsets)
    {
        var text = line[(line.IndexOf("] ", StringComparison.Ordinal) + 2)..];
        return line.Contains(".JournalConsumer[", StringComparison.Ordinal) && text.Contains($"{topic}[0]", StringComparison.Ordinal)
            && Numbers().Matches(text.Replace($"{topic}[0]", "", StringComparison.Ordinal)).Select(number => number.Value)
                .ToHashSet().IsSupersetOf(offsets.Select(offset => $"{offset}"));
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
