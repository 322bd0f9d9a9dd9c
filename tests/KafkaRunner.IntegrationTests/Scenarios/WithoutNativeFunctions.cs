using KafkaRunner.IntegrationTests.Infrastructure;

namespace KafkaRunner.IntegrationTests.Scenarios;

/// <summary>
/// librdkafka is there, and something that reading natively needs is not: a function of it, or Confluent.Kafka's way to a client's handle. A
/// process of its own warns once, reads managed, and misses nothing. So does one with the build of librdkafka that needs libsasl2, natively.
/// </summary>
public sealed class WithoutNativeFunctions(TestBroker broker) : IDisposable
{
    private readonly ProgramCopy _copy = new();

    [Fact]
    public async Task A_librdkafka_that_lacks_a_function_is_read_managed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names in native libraries of other systems cannot be changed like this.");
        foreach (var build in _copy.Librdkafka) ProgramCopy.Rename(build, "rd_kafka_queue_cb_event_enable", "rd_kafka_queue_cb_event_enablX");
        await ReadsAll("has no rd_kafka_queue_cb_event_enable");
    }

    [Fact]
    public async Task A_Confluent_Kafka_that_keeps_its_handles_elsewhere_is_read_managed()
    {
        var confluent = new FileInfo(Path.Combine(_copy.Path, "Confluent.Kafka.dll"));
        Assert.True(ProgramCopy.Rename(confluent, "get_LibrdkafkaHandle", "get_LibrdkafkaHandlX"));
        await ReadsAll("does not have what KafkaRunner reaches for in it");
    }

    [Fact]
    public async Task The_build_that_needs_libsasl2_is_read_natively()
    {
        _copy.RemoveLibrdkafka(except: "librdkafka.so");
        Assert.SkipUnless(_copy.Librdkafka.Count == 1, "Needs a build of librdkafka that Linux loads by that name.");
        using var libsasl2 = Libsasl2.Lend();
        await ReadsAll(warning: null, libsasl2.Variables);
    }

    public void Dispose() => _copy.Dispose();

    private async Task ReadsAll(string? warning, IReadOnlyDictionary<string, string>? variables = null)
    {
        var topic = await broker.CreateTopic(partitions: 2);
        var group = TestBroker.UniqueName("without");
        var produced = await broker.Produce(topic, 1_000);
        await using var run = new JournalRun(broker.BootstrapServers, topic, group, _copy.Path);
        var process = run.Start(variables: variables);
        await run.Processed(produced.Count);
        await broker.CommittedToTheEnd(group, topic);
        process.Terminate();

        Assert.Equal(0, await process.WaitForExit());
        run.Journal.AssertEachOnce(produced);
        Assert.Empty(run.Journal.OutOfOrder);
        Assert.Equal(warning is null ? 0 : 1, process.Errors.Count(line => line.Contains(" warn: ", StringComparison.Ordinal)));
        if (warning is not null) Assert.Contains(process.Errors, line => line.Contains(warning, StringComparison.Ordinal));
    }
}
