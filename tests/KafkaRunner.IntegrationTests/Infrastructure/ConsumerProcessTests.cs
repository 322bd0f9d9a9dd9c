namespace KafkaRunner.IntegrationTests.Infrastructure;

public sealed class ConsumerProcessTests(TestBroker broker) : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("journals-");

    [Fact]
    public async Task A_process_writes_down_what_it_processed_and_stops_when_it_is_told_to()
    {
        var topic = await broker.CreateTopic(partitions: 3);
        var group = TestBroker.UniqueName("journal");
        var journal = Journal.NewPath(_directory.FullName, "first");
        var produced = await broker.Produce(topic, 100);

        await using var process = Start(topic, group, journal);
        await Eventually.Until("all is processed", () => Journal.Read(journal).Lines.Count, count => count >= produced.Count);
        process.Terminate();

        Assert.Equal(0, await process.WaitForExit());
        Journal.Read(journal).AssertEachOnce(produced);
        await broker.CommittedToTheEnd(group, topic);
    }

    [Fact]
    public async Task A_process_can_be_frozen_thawed_and_killed()
    {
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("journal");
        var journal = Journal.NewPath(_directory.FullName, "first");
        await broker.Produce(topic, "a");

        await using var process = Start(topic, group, journal);
        await Eventually.Until("a is processed", () => Journal.Read(journal).Lines.Count, count => count == 1);
        process.Freeze();
        await broker.Produce(topic, "b");
        process.Thaw();
        await Eventually.Until("b is processed", () => Journal.Read(journal).Lines.Count, count => count == 2);
        process.Kill();

        Assert.Equal(137, await process.WaitForExit());
        Journal.Read(journal).AssertEachOnce(["a", "b"]);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private ConsumerProcess Start(string topic, string group, string journal) => ConsumerProcess.Start(
        "KafkaRunner.TestApp",
        ["JournalConsumer", "--brokers", broker.BootstrapServers, "--group-id", group],
        new Dictionary<string, string> { ["KAFKARUNNER_TOPICS"] = topic, ["JOURNAL"] = journal });
}
