using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Testing;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>The broker is not there, or the topic is not: the consumer says so once, keeps trying, and starts by itself when it can.</summary>
public sealed class BrokerTrouble(TestBroker broker)
{
    [Fact]
    public async Task A_broker_that_appears_later_is_found()
    {
        using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("late", 1);
        kafka.StopBroker(1);
        await using var run = new JournalRun(kafka.BootstrapServers, "late", "late-group");
        var process = run.Start();
        await process.WaitForLine($"cannot work with {kafka.BootstrapServers}");
        var lines = process.Errors.Count(line => line.Contains("cannot work with", StringComparison.Ordinal));
        Assert.Equal(1, lines);

        kafka.StartBroker(1);
        await process.WaitForLine("was assigned late[0]", TimeSpan.FromSeconds(60));
        await process.WaitForLine("again");
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
    }

    [Fact]
    public async Task A_missing_topic_is_named_with_the_command_that_creates_it_and_read_when_it_exists()
    {
        broker.RequireReal("the embedded one creates topics that are asked for");
        var topic = TestBroker.UniqueName("missing");
        await using var run = new JournalRun(broker.BootstrapServers, topic, TestBroker.UniqueName("missing-group"));
        var process = run.Start();
        await process.WaitForLine($"--create --topic {topic}");

        await broker.CreateNamedTopic(topic);
        var produced = await broker.Produce(topic, 3);
        await run.Processed(produced.Count, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_stop_with_the_broker_gone_ends_in_time()
    {
        using var kafka = EmbeddedKafka.Start();
        kafka.CreateTopic("gone", 1);
        await using var run = new JournalRun(kafka.BootstrapServers, "gone", "gone-group");
        var process = run.Start();
        await process.WaitForLine("was assigned gone[0]");
        kafka.StopBroker(1);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit(TimeSpan.FromSeconds(30)));
    }
}
