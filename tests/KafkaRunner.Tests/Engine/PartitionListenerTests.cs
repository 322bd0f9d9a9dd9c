using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class PartitionListenerTests
{
    private readonly RecordingListener _listener = new();

    [Fact]
    public async Task No_message_is_processed_before_the_listener_knows_of_the_assignment()
    {
        await using var engine = Engine();
        var assigned = _listener.Hold("assigned");
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("assigned orders[0]"));
        Assert.Empty(engine.Seen.Begun);

        assigned.SetResult();
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
    }

    [Fact]
    public async Task It_is_told_of_a_revocation_after_the_last_message_and_before_the_last_commit()
    {
        await using var engine = Engine(o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Seen.Waits = value => value == "a";
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a has begun", () => engine.Seen.Begun.Contains("a"));
        _listener.Observe = what => $"{what}: {engine.Seen.Finished.Count} finished, {engine.Client.Committed.Count} committed";

        var revoke = Task.Run(() => engine.Client.Revoke(Partition(0)));
        engine.Seen.Open();
        await revoke;

        Assert.Equal(["assigned orders[0]", "revoking orders[0]: 1 finished, 0 committed"], _listener.Told);
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
    }

    [Fact]
    public async Task A_revocation_does_not_wait_for_it_beyond_the_time_to_drain()
    {
        await using var engine = EngineOnFakeClock();
        var revoking = _listener.Hold("revoking");
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));

        var revoke = engine.Client.Post(events => events.Revoking([Partition(0)]));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("revoking orders[0]"));
        await engine.ComesAfter(ConsumerOptions.DefaultDrainTimeout, "one of them gives up", () => revoke.IsCompleted || !_listener.Cancelled.IsEmpty);
        await revoke;
        Assert.Single(engine.Logs.Texts(LogEvents.ListenerLate));
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
        await Eventually.Until("its time is up", () => _listener.Cancelled.Contains("revoking"));
        revoking.SetResult();
    }

    [Fact]
    public async Task What_it_throws_keeps_no_partition_from_being_given_up()
    {
        await using var engine = Engine();
        _listener.Throws = "revoking";
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
        engine.Client.Revoke(Partition(0));
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
        Assert.Contains("RecordingListener threw when orders[0]", engine.Logs.Texts(LogEvents.ListenerFailed).Single());
    }

    [Fact]
    public async Task A_partition_that_it_cannot_take_over_ends_the_consumer()
    {
        await using var engine = Engine();
        _listener.Throws = "assigned";
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        var result = await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(RunEnd.Failed, result.End);
        Assert.Contains("RecordingListener failed when TextConsumer was assigned orders[0]", result.Failure!.Message);
        Assert.Empty(engine.Seen.Begun);
    }

    [Fact]
    public async Task A_stop_tells_once_and_commits_after_it()
    {
        await using var engine = Engine(o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Client.RevokesOnClose = true;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Append(Partition(1), "b");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("both are done", () => engine.Seen.Finished.Count == 2);
        _listener.Observe = what => $"{what}: {engine.Client.Committed.Count} committed";
        await engine.StopAsync();
        Assert.Equal(["assigned orders[0], orders[1]", "revoking orders[0], orders[1]: 0 committed"], _listener.Told);
        Assert.Equal(2, engine.Client.Committed.Count);
    }

    [Fact]
    public async Task Nobody_waits_for_it_when_a_partition_is_lost()
    {
        await using var engine = Engine();
        var lost = _listener.Hold("lost");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it knows of the assignment", () => _listener.Done.Contains("assigned orders[0]"));
        engine.Client.Lose(Partition(0));
        engine.Client.Append(Partition(1), "a");
        engine.Client.Assign(Partition(1));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
        lost.SetResult();
        await engine.StopAsync();
        Assert.Contains("lost orders[0]", _listener.Done);
    }

    [Fact]
    public async Task A_partition_that_comes_back_waits_until_it_has_heard_of_the_loss()
    {
        await using var engine = Engine();
        var lost = _listener.Hold("lost");
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
        engine.Client.Lose(Partition(0));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("lost orders[0]"));
        engine.Client.Append(Partition(0), "b");
        engine.Client.Assign(Partition(0));
        Assert.Equal(["assigned orders[0]", "lost orders[0]"], _listener.Told);
        Assert.DoesNotContain("b", engine.Seen.Begun);

        lost.SetResult();
        await Eventually.Until("b is done", () => engine.Seen.Finished.Contains("b"));
        Assert.Equal(["assigned orders[0]", "lost orders[0]", "assigned orders[0]"], _listener.Done);
    }

    [Fact]
    public async Task A_revocation_waits_until_it_has_taken_the_assignment_in()
    {
        await using var engine = Engine();
        var assigned = _listener.Hold("assigned");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("assigned orders[0]"));
        var revoke = Task.Run(() => engine.Client.Revoke(Partition(0)));
        assigned.SetResult();
        await revoke;
        Assert.Equal(["assigned orders[0]", "revoking orders[0]"], _listener.Done);
    }

    [Fact]
    public async Task An_assignment_that_is_given_up_again_is_called_off_and_fails_nothing()
    {
        await using var engine = Engine();
        _listener.Hold("assigned");
        _listener.Obedient = true;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("assigned orders[0]"));
        engine.Client.Revoke(Partition(0));
        Assert.Equal(["assigned orders[0]", "revoking orders[0]"], _listener.Told);
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Empty(engine.Seen.Begun);
        Assert.Empty(engine.Logs.Texts(LogEvents.ListenerLate));
    }

    [Fact]
    public async Task An_assignment_is_not_called_off_while_one_of_its_partitions_stays()
    {
        await using var engine = EngineOnFakeClock();
        var assigned = _listener.Hold("assigned");
        _listener.Obedient = true;
        engine.Client.Append(Partition(1), "b");
        engine.Client.Assign(Partition(0), Partition(1));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("assigned orders[0], orders[1]"));
        var revoke = engine.Client.Post(events => events.Revoking([Partition(0)]));
        await engine.ComesAfter(ConsumerOptions.DefaultDrainTimeout, "the partition is given up", () => revoke.IsCompleted);
        Assert.Empty(_listener.Cancelled);

        assigned.SetResult();
        await Eventually.Until("b is done", () => engine.Seen.Finished.Contains("b"));
    }

    [Fact]
    public async Task What_is_gone_before_it_hears_of_the_revocation_is_lost()
    {
        await using var engine = EngineOnFakeClock();
        var assigned = _listener.Hold("assigned");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("assigned orders[0]"));
        var revoke = engine.Client.Post(events => events.Revoking([Partition(0)]));
        await engine.ComesAfter(ConsumerOptions.DefaultDrainTimeout, "the partition is given up", () => revoke.IsCompleted);
        assigned.SetResult();
        await Eventually.Until("it knows of the end", () => _listener.Done.Count == 2);
        Assert.Equal(["assigned orders[0]", "lost orders[0]"], _listener.Done);
    }

    [Fact]
    public async Task A_listener_that_blocks_its_thread_does_not_hold_up_polling()
    {
        using var gate = new ManualResetEventSlim();
        await using var engine = Engine();
        _listener.Blocks = gate;
        engine.Client.Assign(Partition(0));
        engine.Client.Assign(Partition(1));
        Assert.Empty(_listener.Done);
        gate.Set();
        await Eventually.Until("it knows of both", () => _listener.Done.Count == 2);
    }

    [Fact]
    public async Task A_stop_calls_an_assignment_off_whatever_its_cancellation_throws()
    {
        await using var engine = Engine();
        var assigned = _listener.Hold("assigned");
        _listener.CancellationThrows = true;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is being told", () => _listener.Told.Contains("assigned orders[0]"));
        engine.Runner.RequestStop();
        await Eventually.Until("the log tells", () => engine.Logs.Texts(LogEvents.CancellationFailed).Any());

        _listener.CancellationThrows = false;
        assigned.SetResult();
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Empty(engine.Seen.Begun);
        Assert.Equal(["assigned orders[0]", "revoking orders[0]"], _listener.Done);
    }

    [Fact]
    public async Task Of_several_only_those_that_knew_of_the_assignment_hear_of_its_end()
    {
        var second = new RecordingListener();
        await using var engine = new EngineFixture(typeof(TextConsumer), null, services => services
            .AddSingleton<IPartitionListener>(_listener).AddSingleton<IPartitionListener>(second));
        _listener.Throws = "assigned";
        engine.Client.Assign(Partition(0));
        await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(["assigned orders[0]", "revoking orders[0]"], _listener.Told);
        Assert.Empty(second.Told);
    }

    private EngineFixture Engine(Action<ConsumerOptions>? configure = null) =>
        new(typeof(TextConsumer), configure, services => services.AddSingleton<IPartitionListener>(_listener));

    private EngineFixture EngineOnFakeClock() =>
        OnFakeClock(typeof(TextConsumer), services: services => services.AddSingleton<IPartitionListener>(_listener));
}
