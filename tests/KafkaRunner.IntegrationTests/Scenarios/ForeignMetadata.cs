using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// With the committed offset stands what another framework left there, or nonsense. The group goes on from the offset, skips
/// nothing, and says once that it does not know the text.
/// </summary>
public sealed class ForeignMetadata(TestBroker broker)
{
    public static TheoryData<string> Texts { get; } =
    [
        "bgAAAAAAAAAAAAABAAAA/w==",
        "{\"offsets\":[3,4,5]}",
        "ø✓\0\u0001",
        new string('~', 4_096),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Is_ignored_with_one_warning_and_nothing_is_skipped(string metadata)
    {
        broker.RequireReal("the embedded one lets a member come back only after the session's length");
        var topic = await broker.CreateTopic();
        var group = TestBroker.UniqueName("foreign");
        var produced = await broker.Produce(topic, 1_000);
        var given = new StoredOffset(100, -1, metadata);
        await OffsetProtocol.Write(broker.BootstrapServers, group, topic, 0, given);
        Assert.Equal(given, await OffsetProtocol.Read(broker.BootstrapServers, group, topic, 0));

        await using var run = new JournalRun(broker.BootstrapServers, topic, group);
        var process = run.Start(["--ordering", "key"]);
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();
        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced.Skip(100), byKey: true);
        Assert.Equal(900, run.Count);
        Assert.NotEqual(metadata, (await OffsetProtocol.Read(broker.BootstrapServers, group, topic, 0)).Metadata);
        Assert.Single(process.Errors, line => line.Contains(" warn: ", StringComparison.Ordinal));
    }
}
