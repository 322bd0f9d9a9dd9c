using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Threads;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

/// <summary>Handlers that hold their threads. By itself the pool grows by a thread a second or two: what took 30 s then is soon now.</summary>
[Collection(nameof(WholeProcess))]
public sealed class BlockingHandlerTests
{
    private const int Blocking = 32;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task A_partition_beside_32_handlers_that_block_does_not_wait_for_a_thread()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 64);
        using var gate = new Gate();
        await BlockAsync(engine, gate);
        engine.Client.Append(Partition(Blocking), "quick");
        await Eventually.Until("it is done", () => engine.Seen.Finished.Contains("quick"), Soon);
    }

    [Fact]
    public async Task A_failed_message_is_tried_again_beside_them()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 64);
        using var gate = new Gate();
        engine.Seen.Fails = (value, attempt) => value == "fails" && attempt < 4;
        await BlockAsync(engine, gate);
        engine.Client.Append(Partition(Blocking), "fails");
        await Eventually.Until("its fourth attempt succeeds", () => engine.Seen.Finished.Contains("fails"), Soon);
    }

    [Fact]
    public async Task A_batch_of_another_consumer_goes_when_its_time_is_up()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 64);
        await using var batches = new EngineFixture(typeof(TextBatchConsumer), o => (o.BatchSize, o.BatchWait) = (1_000, TimeSpan.FromMilliseconds(50)));
        using var gate = new Gate();
        await BlockAsync(engine, gate);
        batches.Client.Append(Partition(0), "a", "b");
        batches.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => batches.Seen.Finished.Contains("a b"), Soon);
    }

    [Fact]
    public async Task A_partition_is_opened_and_read_while_the_whole_pool_is_held_by_others()
    {
        using var read = new CountdownEvent(2);
        var client = new FakeGroupClient();
        client.PartitionOf(Partition(0)).Reading = _ => read.Signal();
        await using var engine = new EngineFixture(typeof(TextConsumer), client, o => o.Ordering = Ordering.None);
        using var pool = WholeProcess.Hold();
        client.Append(Partition(0), "a");
        _ = client.Post(events => events.Assigned([Partition(0)]));
        client.Append(Partition(0), "b");
        Assert.True(read.Wait(Soon));
    }

    [Fact]
    public async Task The_pools_minimum_is_raised_by_the_handlers_that_block_and_given_back()
    {
        await Eventually.Until("earlier tests have given back what they had", () => PoolMinimum.OfProcess.Added == 0);
        var before = Minimum;
        await using var one = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 1_000);
        await using var other = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 1_000);
        using var gate = new Gate();
        await BlockAsync(one, gate);
        await BlockAsync(other, gate);
        await Eventually.Until("both have their threads", () => Minimum == before + (2 * Blocking));
        gate.Open();
        await Eventually.Until("they are given back", () => Minimum == before);
    }

    [Fact]
    public async Task The_first_handler_of_a_consumer_that_blocks_for_a_second_is_named_once()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.MaxConcurrency = 64);
        using var gate = new Gate();
        engine.Seen.Waits = value => value == "awaits";
        engine.Client.Append(Partition(Blocking), "awaits");
        await BlockAsync(engine, gate);
        await Eventually.Until("it is named", () => engine.Logs.Texts(LogEvents.HandlerBlocks).Any());
        gate.Open();
        await Eventually.Until("all that blocked are done", () => engine.Seen.Finished.Count == Blocking);
        var line = Assert.Single(engine.Logs.Texts(LogEvents.HandlerBlocks));
        Assert.Matches(@"^orders\[\d+\] at 0: TextConsumer has held its thread for \d\.\d s", line);
        Assert.DoesNotContain($"orders[{Blocking}]", line, StringComparison.Ordinal);
    }

    private static int Minimum
    {
        get
        {
            ThreadPool.GetMinThreads(out var workers, out _);
            return workers;
        }
    }

    /// <summary>Has 32 partitions' handlers hold their threads until the gate opens; one more partition is assigned.</summary>
    private static async Task BlockAsync(EngineFixture engine, Gate gate)
    {
        engine.Seen.Does = value =>
        {
            if (value == "blocks") gate.Wait();
            return Task.CompletedTask;
        };
        for (var i = 0; i < Blocking; i++) engine.Client.Append(Partition(i), "blocks");
        engine.Client.Assign([.. Enumerable.Range(0, Blocking + 1).Select(Partition)]);
        await Eventually.Until("32 handlers block", () => engine.Seen.Begun.Count(value => value == "blocks") == Blocking, Soon);
    }
}
