using System.Text.Json;
using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using KafkaRunner.Tests.Engine;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRunner.Tests.Partitions;

/// <summary>One partition without the consumer around it.</summary>
public sealed class PartitionWorkerTests
{
    private static readonly TopicPartition Orders = new("orders", 0);

    [Fact]
    public async Task A_partition_that_is_paused_finishes_what_is_in_work_reads_and_begins_nothing_and_goes_on_where_it_was()
    {
        var (seen, client) = (new Seen { Waits = value => value == "a" }, new FakeGroupClient());
        await using var services = new ServiceCollection().AddSingleton(seen).BuildServiceProvider();
        var worker = Open(services, client);
        client.Append(Orders, "a", "b");
        await Eventually.Until("a is in work", () => seen.Begun.Contains("a"));
        worker.Pause();
        seen.Open();
        await Eventually.Until("a is finished", () => worker.InWork == 0);
        client.Append(Orders, "c");
        Assert.Equal(["a"], seen.Begun);

        worker.Resume();
        await Eventually.Until("all are finished", () => seen.Finished.Count == 3);
        Assert.Equal(["a", "b", "c"], seen.Finished);
        worker.Stop();
        await worker.Quiet;
        Assert.Equal(3, worker.Offsets.Next.Offset);
    }

    private static PartitionWorker Open(ServiceProvider services, FakeGroupClient client)
    {
        var collection = new ServiceCollection().AddSingleton(services.GetRequiredService<Seen>());
        var consumer = ConsumerDefinition.Create(typeof(TextConsumer), new ConsumerOptions { Topics = Orders.Topic, GroupId = "tests" });
        var (telemetry, logs, runtime) = (new Telemetry(), new RecordingLogger(), new ProcessRuntime(TimeProvider.System));
        var pipeline = new ConsumerPipeline(consumer, new ProcessingParts(services, collection, [], JsonSerializerOptions.Web, telemetry), logs);
        var context = new WorkerContext(
            consumer, pipeline.Processor, new Permits(4, runtime), new CommitSignal(0, () => { }), CarriesMetadata: true, telemetry, runtime, logs, _ => { });
        context.ShareHeldBytes(1);
        var worker = new PartitionWorker(Orders, client, context);
        worker.Begin(new PartitionStart(0, IsCommitted: true, LeaderEpoch: -1, Map: null, TopicId: null, Partitions: null));
        worker.Open();
        return worker;
    }
}
