using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal;
using KafkaRunner.Tests.Support;
using static KafkaRunner.Tests.Engine.EngineFixture;

namespace KafkaRunner.Tests.Engine;

public sealed class StopTests
{
    [Fact]
    public async Task A_stop_lets_the_message_in_work_finish_commits_and_leaves()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Seen.Waits = value => value == "b";
        engine.Client.Append(Partition(0), "a", "b", "c");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("b has begun", () => engine.Seen.Begun.Contains("b"));
        var stop = engine.StopAsync();
        await Eventually.Until("nothing further is begun", () => engine.Logs.Texts(LogEvents.ConsumerStopping).Any());
        engine.Seen.Open();
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Equal(["a", "b"], engine.Seen.Finished);
        Assert.Equal(2, engine.Client.Committed[Partition(0)]);
        Assert.True(engine.Client.IsClosed && engine.Client.IsDisposed);
    }

    [Fact]
    public async Task A_message_that_does_not_finish_is_asked_to_cancel_and_is_not_committed()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        engine.Seen.Waits = value => value == "b";
        engine.Client.Append(Partition(0), "a", "b");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("b has begun", () => engine.Seen.Begun.Contains("b"));
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "it is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
        Assert.Single(engine.Logs.Texts(LogEvents.CancellationRequested));
    }

    [Fact]
    public async Task A_hung_message_ends_the_run_by_force_and_is_named_and_what_is_finished_is_committed_and_the_group_left()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        engine.Seen.Waits = value => value == "b";
        engine.Seen.Obedient = false;
        engine.Client.Append(Partition(3), "a", "b");
        engine.Client.Assign(Partition(3));
        await Eventually.Until("b has begun", () => engine.Seen.Begun.Contains("b"));
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "it is cancelled", () => engine.Logs.Texts(LogEvents.CancellationRequested).Any());
        await engine.ComesAfter(ConsumerOptions.DefaultCancellationGrace, "it is left behind", () => stop.IsCompleted);
        Assert.Equal(RunEnd.Forced, (await stop).End);
        Assert.Contains("orders[3] at 1, running for", engine.Logs.Texts(LogEvents.HungMessage).Single());
        Assert.Equal(1, engine.Client.Committed[Partition(3)]);
        Assert.True(engine.Client.IsClosed && engine.Client.IsAbandoned);
        Assert.False(engine.Client.IsDisposed);      // the message still reads its memory
    }

    [Fact]
    public async Task A_stop_leaves_when_the_group_answers_because_a_join_that_is_under_way_holds_up_what_is_said_to_it()
    {
        var answers = new ConcurrentQueue<TaskCompletionSource<bool>>();
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Answers = () =>
        {
            var answer = new TaskCompletionSource<bool>();
            answers.Enqueue(answer);
            return answer.Task;
        };
        var stop = engine.StopAsync();
        await Eventually.Until("the group is asked", () => answers.Count == 1);
        answers.First().SetResult(false);
        await Eventually.Until("the group is asked again", () => answers.Count == 2);
        Assert.False(engine.Client.IsClosed);
        answers.Last().SetResult(true);
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.True(engine.Client.IsClosed);
    }

    [Fact]
    public async Task A_stop_waits_for_no_group_that_is_out_of_reach()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.Answers = () => Task.FromResult(false);
        engine.Client.Fail(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
    }

    [Fact]
    public async Task A_stop_waits_for_an_answer_no_longer_than_it_may_take()
    {
        await using var engine = OnFakeClock(typeof(TextConsumer));
        engine.Client.Answers = () => new TaskCompletionSource<bool>().Task;
        var stop = await engine.BeginStopAsync();
        await engine.ComesAfter(ConsumerOptions.DefaultShutdownTimeout, "it has stopped", () => stop.IsCompleted);
        Assert.Equal(RunEnd.Stopped, (await stop).End);
        Assert.True(engine.Client.IsClosed);
    }

    [Fact]
    public async Task A_client_that_does_not_leave_in_time_is_not_waited_for()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Client.ClosesTooLate = true;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("a is done", () => engine.Seen.Finished.Contains("a"));
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.Equal(1, engine.Client.Committed[Partition(0)]);
        Assert.True(engine.Client.IsAbandoned);
        Assert.False(engine.Client.IsDisposed);
        Assert.Contains("session.timeout.ms", engine.Logs.Texts(LogEvents.NotLeft).Single());
    }

    [Fact]
    public async Task A_message_that_waits_for_its_next_attempt_does_not_hold_up_a_stop()
    {
        await using var engine = new EngineFixture(
            typeof(TextConsumer), o => o.RetryBackoff = o.MaxRetryBackoff = TimeSpan.FromHours(1));
        engine.Seen.Fails = (_, _) => true;
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it failed", () => engine.Logs.Texts(LogEvents.RetryScheduled).Any());
        Assert.Equal(RunEnd.Stopped, (await engine.StopAsync()).End);
        Assert.False(engine.Client.Committed.ContainsKey(Partition(0)));
    }

    [Fact]
    public async Task A_fatal_error_of_the_client_fails_the_consumer_and_commits_nothing()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer), o => o.CommitInterval = TimeSpan.FromHours(1));
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        await Eventually.Until("it is done", () => engine.Seen.Finished.Count == 1);
        engine.Client.Fail(new Error(ErrorCode.Local_Fenced, "fenced by another", isFatal: true));
        var result = await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(RunEnd.Failed, result.End);
        Assert.Contains("fenced by another", result.Failure!.Message);
        Assert.Empty(engine.Client.Committed);
    }

    [Fact]
    public async Task Running_out_of_memory_fails_the_consumer()
    {
        await using var engine = new EngineFixture(typeof(TextConsumer));
        engine.Seen.Fails = (_, _) => throw new InsufficientMemoryException();
        engine.Client.Append(Partition(0), "a");
        engine.Client.Assign(Partition(0));
        var result = await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(RunEnd.Failed, result.End);
        Assert.Empty(engine.Client.Committed);
    }
}
