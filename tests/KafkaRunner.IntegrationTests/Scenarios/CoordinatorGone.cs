using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// The group's coordinator is gone, and the process is told to stop. What finished since the last commit cannot be committed and
/// will be repeated: the process says so, by partition and number, and exits with 1. Where everything was committed before, nothing
/// is left undone, and it exits with 0.
/// </summary>
public sealed class CoordinatorGone
{
    private const int Count = 300;

    [Theory]
    [InlineData("native")]
    [InlineData("managed")]
    public async Task A_stop_tells_what_it_could_not_commit(string source)
    {
        await using var kafka = await KafkaCluster.StartAsync("it kills the coordinator");
        var broker = TestBroker.At(kafka.BootstrapServers);
        var topic = await broker.CreateTopic();
        await using JournalRun uncommitted = new(kafka.BootstrapServers, topic, "uncommitted"), committed = new(kafka.BootstrapServers, topic, "committed");
        var (behind, done) = (Start(uncommitted, "1h"), Start(committed, "100ms"));
        foreach (var process in new[] { behind, done }) await process.WaitForLine("was assigned topic-");
        await broker.Produce(topic, Count);
        foreach (var run in new[] { uncommitted, committed }) await run.Processed(Count);
        await broker.CommittedToTheEnd("committed", topic);

        await kafka.Kill();
        foreach (var process in new[] { behind, done }) await process.WaitForLine("cannot work with");
        foreach (var process in new[] { behind, done }) process.Terminate();

        Assert.Equal(0, await done.WaitForExit());
        Assert.Equal(1, await behind.WaitForExit());
        Assert.DoesNotContain(behind.Errors, line => line.Contains("everything finished is committed", StringComparison.Ordinal));
        Assert.Contains(behind.Errors, line =>
            line.Contains(" warn: ", StringComparison.Ordinal) && line.Contains($"{topic}[0]", StringComparison.Ordinal) &&
            line.Contains($" {Count} ", StringComparison.Ordinal));
        Assert.DoesNotContain(behind.Errors, line =>
            line.Contains("gave up", StringComparison.Ordinal) && line.EndsWith("committed", StringComparison.Ordinal) && !line.Contains("not committed", StringComparison.Ordinal));

        ConsumerProcess Start(JournalRun run, string interval) => run.Start(["--commit-interval", interval, "--shutdown-timeout", "2s", "--message-source", source]);
    }
}
