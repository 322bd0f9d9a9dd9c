using Confluent.Kafka;
using KafkaRunner.Internal;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Engine;

/// <summary>A member of another framework is in the group, and assigns partitions in a way that this consumer does not know.</summary>
public sealed class ForeignGroupTests
{
    private static readonly Error Inconsistent = new(ErrorCode.InconsistentGroupProtocol, "JoinGroup failed: Broker: Inconsistent group protocol");

    [Fact]
    public async Task It_is_borne_for_a_minute_and_listed_and_then_ends_the_consumer()
    {
        var time = new FakeTimeProvider();
        await using var engine = new EngineFixture(typeof(TextConsumer), new FakeGroupClient(), time: time);
        engine.Client.Fail(Inconsistent);
        time.Advance(TimeSpan.FromSeconds(59));
        engine.Client.Fail(Inconsistent);
        Assert.Contains("GroupId of its own", Assert.Single(engine.Runner.Snapshot().Troubles).Description, StringComparison.Ordinal);
        Assert.False(engine.Runner.Completion.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        engine.Client.Fail(Inconsistent);
        var result = await engine.Runner.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(RunEnd.Failed, result.End);
        Assert.Contains("cannot join group tests: ", result.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_the_consumer_is_let_in_the_minute_begins_anew()
    {
        var time = new FakeTimeProvider();
        await using var engine = new EngineFixture(typeof(TextConsumer), new FakeGroupClient(), time: time);
        engine.Client.Fail(Inconsistent);
        engine.Client.Assign(EngineFixture.Partition(0));
        Assert.Empty(engine.Runner.Snapshot().Troubles);
        time.Advance(TimeSpan.FromMinutes(2));
        engine.Client.Fail(Inconsistent);
        Assert.False(engine.Runner.Completion.IsCompleted);
    }
}
