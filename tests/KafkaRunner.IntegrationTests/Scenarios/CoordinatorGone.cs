using System.Text.RegularExpressions;
using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The group's coordinator is gone, and the process is told to stop. What finished since the last commit cannot be committed and
/// will be repeated: the process says so, by partition and number, and exits with 1. Where everything was committed before, nothing
/// is left undone, and it exits with 0.
/// </summary>
public sealed partial class CoordinatorGone
{
    private const int Committed = 100;
    private const int Finished = 300;

    [Theory]
    [InlineData("native")]
    [InlineData("managed")]
    public async Task A_stop_tells_what_it_could_not_commit(string source)
    {
        await using var kafka = await KafkaCluster.StartAsync("it kills the coordinator");
        var broker = TestBroker.At(kafka.BootstrapServers);
        var topic = await broker.CreateTopic();
        await broker.Produce(topic, Committed + Finished);
        await using JournalRun nothingLeft = new(kafka.BootstrapServers, topic, "done"), muchLeft = new(kafka.BootstrapServers, topic, "behind");
        var done = Start(nothingLeft, "100ms");
        await broker.CommittedToTheEnd("done", topic);
        await OffsetProtocol.Write(kafka.BootstrapServers, "behind", topic, 0, new StoredOffset(Committed, -1, ""));
        var behind = Start(muchLeft, "1h");
        await muchLeft.Processed(Finished);

        await kafka.Kill();
        foreach (var process in new[] { behind, done }) await process.WaitForLine("cannot work with");
        foreach (var process in new[] { behind, done }) process.Terminate();
        Assert.Equal(0, await done.WaitForExit());
        Assert.Equal(1, await behind.WaitForExit());
        Assert.DoesNotContain(behind.Errors, line => line.Contains("everything finished is committed", StringComparison.Ordinal));
        Assert.DoesNotContain(behind.Errors, line => line.EndsWith(" ms, committed", StringComparison.Ordinal));
        Assert.Contains(behind.Errors, line =>
            line.Contains(" warn: ", StringComparison.Ordinal) && line.Contains($"{topic}[0]", StringComparison.Ordinal) && Number().IsMatch(line));

        ConsumerProcess Start(JournalRun run, string interval) =>
            run.Start(["--commit-interval", interval, "--shutdown-timeout", "2s", "--message-source", source]);
    }

    [GeneratedRegex(@"\] .*\b300\b")]
    private static partial Regex Number();
}
