using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// What is delivered at most once is committed before it begins, and what is committed by hand after that: together they would
/// process nothing. The process does not start, and says which two options do not go together.
/// </summary>
public sealed class AtMostOnceByHand(TestBroker broker)
{
    [Fact]
    public async Task Is_refused_at_start()
    {
        await using var run = new JournalRun(broker.BootstrapServers, "any", TestBroker.UniqueName("by-hand"));
        var process = run.Start(["--delivery-guarantee", "at-most-once", "--commit-mode", "manual"]);
        Assert.Equal(2, await process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Single(
            process.Errors, line => line.Contains("DeliveryGuarantee", StringComparison.Ordinal) && line.Contains("CommitMode", StringComparison.Ordinal));
    }
}
