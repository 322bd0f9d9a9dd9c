using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class StatusTests
{
    private static readonly PartitionSnapshot Nothing =
        new() { Partition = Partition(0), InWork = 0, Waiting = 0, Unfinished = 0, Retrying = 0, Held = 0, FinishedBeyond = 0, IsFull = false };

    [Fact]
    public async Task A_consumer_tells_how_far_it_has_come()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        await Eventually.Until("it runs", () => engine.Runner.Snapshot() is { State: ConsumerState.Running, SinceLastPoll: { } since } && since < TimeSpan.FromSeconds(5));
        Assert.Equal((typeof(TextConsumer), "tests"), (engine.Runner.Snapshot().ConsumerType, engine.Runner.Snapshot().GroupId));
        await engine.StopAsync();
        Assert.Equal(ConsumerState.Stopped, engine.Runner.Snapshot().State);
    }

    [Fact]
    public async Task A_partition_tells_what_is_in_work_and_what_is_finished_beyond_it()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => (o.Ordering, o.CommitInterval) = (Ordering.None, TimeSpan.FromHours(1)));
        engine.Seen.Waits = value => value == "b";
        engine.Client.Append(Partition(0), "a", "b", "c", "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("all but b are done", () => Only(engine) is { FinishedBeyond: 2, Unfinished: 1 });

        var stuck = Only(engine);
        Assert.Equal((1, 0, 1), (stuck.InWork, stuck.Waiting, stuck.Unfinished));
        Assert.Equal((1L, 1L), (stuck.NextOffset, stuck.OldestOffset));
        Assert.True(stuck.OldestRunning >= TimeSpan.Zero);
        Assert.Equal(0, stuck.CommittedOffset);

        engine.Seen.Open();
        await Eventually.Until("b is done", () => Only(engine) is { NextOffset: 4, InWork: 0, OldestOffset: null, FinishedBeyond: 0 });
    }

    [Fact]
    public async Task A_partition_tells_what_was_committed_by_its_last_owner_and_by_us()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Committed[Partition(0)] = 1;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("the old one is known", () => Only(engine) is { CommittedOffset: 1, NextOffset: 1 });
        engine.Client.Append(Partition(0), "b", "c");
        await Eventually.Until("the new one is known", () => Only(engine) is { CommittedOffset: 3 });
    }

    [Fact]
    public async Task A_partition_tells_what_waits_for_its_next_attempt_and_what_cannot_be_read()
    {
        await using var engine = new EngineFixture(
            typeof(NumberConsumer), o => (o.Ordering, o.RetryBackoff, o.MaxRetryBackoff) = (Ordering.None, TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        engine.Seen.Fails = (value, _) => value == "1";
        engine.Client.Append(Partition(0), "[1]", "no numbers", "[2]");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it tells", () => Only(engine) is { Retrying: 1, Held: 1, Unfinished: 2, InWork: 0, FinishedBeyond: 1 });
    }

    [Fact]
    public async Task A_full_partition_says_so_until_there_is_room()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => (o.Ordering, o.MaxReadAhead) = (Ordering.None, 2));
        engine.Seen.Waits = value => value is "a" or "b";
        engine.Client.Append(Partition(0), "a", "b", "c", "d");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is full", () => Only(engine) is { IsFull: true, InWork: 2, Waiting: 0 });
        engine.Seen.Open();
        await Eventually.Until("it goes on", () => Only(engine) is { NextOffset: 4, IsFull: false });
    }

    [Fact]
    public async Task A_partition_that_may_not_be_read_any_more_is_named_until_it_is_read_again()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));

        engine.Client.Fail(new TopicPartition("orders", 0), new Error(ErrorCode.TopicAuthorizationFailed, "Fetch from broker 1 failed: Topic authorization failed"));
        engine.Client.Append(Partition(1), "b");
        await Eventually.Until("the other goes on", () => engine.Seen.Finished.Contains("b"));
        var trouble = Assert.Single(engine.Runner.Snapshot().Troubles);
        Assert.Equal((Partition(0), "TopicAuthorizationFailed orders[0]"), (trouble.Partition, trouble.Subject));
        Assert.Contains("may not read", trouble.Description);

        engine.Client.Append(Partition(0), "c");
        await Eventually.Until("it is over", () => engine.Runner.Snapshot().Troubles.Count == 0);
    }

    [Fact]
    public async Task A_connection_that_fails_is_told_of_until_the_group_works_again()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Fail(new Error(ErrorCode.Local_Transport, "kafka-1:9092: connection refused"));
        Assert.Equal("connection", Assert.Single(engine.Runner.Snapshot().Troubles).Subject);
        engine.Client.Assign(Partition(0));
        Assert.Empty(engine.Runner.Snapshot().Troubles);
    }

    [Fact]
    public async Task What_is_in_work_and_waiting_can_be_measured()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.GroupId = "gauges");
        engine.Seen.Waits = value => value == "a";
        engine.Client.Append(Partition(0), "a", "b", "c");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is in work", () => Only(engine) is { InWork: 1, Waiting: 2 });
        Assert.Equal((1, 2, 0), (Measure(TelemetryNames.InWork), Measure(TelemetryNames.Waiting), Measure(TelemetryNames.FinishedBeyond)));
        engine.Seen.Open();
        await engine.StopAsync();
        Assert.Null(Measure(TelemetryNames.InWork));
    }

    private static PartitionSnapshot Only(EngineFixture engine) => engine.Runner.Snapshot().Partitions.SingleOrDefault() ?? Nothing;

    private static long? Measure(string name)
    {
        var measured = new ConcurrentBag<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == name) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.ToArray().Contains(new KeyValuePair<string, object?>(TelemetryNames.Group, "gauges"))) measured.Add(value);
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return measured.IsEmpty ? null : measured.Sum();
    }
}
