using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Engine;

/// <summary>The brokers are out of reach for a while, and no message comes that could show that they are back.</summary>
public sealed class ConnectionTroubleTests
{
    private static readonly Error Down = new(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down");

    [Fact]
    public async Task It_ends_when_the_group_answers_and_not_before()
    {
        var time = new FakeTimeProvider();
        var client = new FakeGroupClient();
        var asked = 0;
        client.Answers = () => Task.FromResult(Interlocked.Increment(ref asked) > 3);
        await using var engine = new EngineFixture(typeof(TextConsumer), client, time: time);
        client.Assign(EngineFixture.Partition(0));
        client.Fail(Down);
        for (var i = 1; i <= 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Eventually.Until("the group was asked", () => Volatile.Read(ref asked) >= i);
            Assert.Single(engine.Runner.Snapshot().Troubles);
        }

        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Until("it is over", () => engine.Runner.Snapshot().Troubles.Count == 0);
        Assert.Single(engine.Logs.Texts(LogEvents.ConnectionRestored));
    }

    [Fact]
    public async Task An_answer_to_what_was_asked_before_does_not_end_it()
    {
        var time = new FakeTimeProvider();
        var client = new FakeGroupClient();
        var answers = new ConcurrentQueue<TaskCompletionSource<bool>>();
        client.Answers = () =>
        {
            var answer = new TaskCompletionSource<bool>();
            answers.Enqueue(answer);
            return answer.Task;
        };
        await using var engine = new EngineFixture(typeof(TextConsumer), client, time: time);
        client.Fail(Down);
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Until("the group was asked", () => answers.Count == 1);
        time.Advance(TimeSpan.FromSeconds(1));
        client.Fail(Down);
        answers.First().SetResult(true);
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.Until("the group was asked again", () => answers.Count == 2);
        Assert.Single(engine.Runner.Snapshot().Troubles);
        answers.Last().SetResult(true);
        await Eventually.Until("it is over", () => engine.Runner.Snapshot().Troubles.Count == 0);
        client.Answers = () => Task.FromResult(true);
    }

    [Fact]
    public async Task A_group_without_trouble_is_not_asked()
    {
        var time = new FakeTimeProvider();
        var client = new FakeGroupClient { Answers = () => throw new InvalidOperationException("it was asked") };
        await using var engine = new EngineFixture(typeof(TextConsumer), client, time: time);
        time.Advance(TimeSpan.FromMinutes(1));
        await client.Post(_ => { });
        await client.Post(_ => { });
        Assert.False(engine.Runner.Completion.IsCompleted);
        client.Answers = () => Task.FromResult(true);
    }
}
