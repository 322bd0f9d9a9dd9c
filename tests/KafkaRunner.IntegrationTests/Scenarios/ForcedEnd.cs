using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// A handler hangs and heeds no cancellation. A stop waits for as long as it may, names the message, and ends by force with exit
/// code 3; a second signal ends it at once. The message is processed again by the next process.
/// </summary>
public sealed class ForcedEnd(TestBroker broker)
{
    [Fact]
    public async Task A_stop_that_waited_in_vain_names_the_message_and_exits_with_3()
    {
        var topic = await broker.CreateTopic();
        await using var run = new JournalRun(broker.BootstrapServers, topic, TestBroker.UniqueName("hung"));
        await broker.Produce(topic, "stuck");
        var process = run.Start(["--shutdown-timeout", "500ms", "--cancellation-grace", "300ms"], delayMs: 600_000, stubborn: true);
        await process.WaitForLine("was assigned");
        await Begun(process);

        var asked = DateTime.UtcNow;
        process.Terminate();
        Assert.Equal(3, await process.WaitForExit());
        Assert.True(DateTime.UtcNow - asked < TimeSpan.FromSeconds(5), $"It took {(DateTime.UtcNow - asked).TotalSeconds:F1} s.");
        Assert.Contains(process.Errors, line => line.Contains($"{topic}[0] at 0, running for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        var topic = await broker.CreateTopic();
        await using var run = new JournalRun(broker.BootstrapServers, topic, TestBroker.UniqueName("hung"));
        await broker.Produce(topic, "stuck");
        var process = run.Start(delayMs: 600_000, stubborn: true);
        await process.WaitForLine("was assigned");
        await Begun(process);

        process.Terminate();
        await process.WaitForLine("is stopping");
        await process.TerminateUntilExit(TimeSpan.FromSeconds(10));
        Assert.Equal(3, await process.WaitForExit());
        Assert.Contains(process.Errors, line => line.Contains($"{topic}[0] at 0, running for", StringComparison.Ordinal));
    }

    private static Task Begun(ConsumerProcess process) => process.WaitForLine("begins a message");
}
