using KafkaRunner.Producing;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Producing;

public class PartitionCountsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void An_answer_is_remembered_and_can_be_forgotten()
    {
        var counts = new PartitionCounts(_ => 3, _time);
        Assert.False(counts.TryGet("orders", out _));
        Assert.Equal(3, counts.Ask("orders"));
        Assert.True(counts.TryGet("orders", out var count));
        Assert.Equal(3, count);
        counts.Forget("orders");
        Assert.False(counts.TryGet("orders", out _));
    }

    [Fact]
    public void An_old_answer_serves_on_while_it_is_asked_anew()
    {
        using var asked = new SemaphoreSlim(0);
        var partitions = 3;
        var counts = new PartitionCounts(
            _ =>
            {
                asked.Release();
                return partitions;
            },
            _time);
        counts.Ask("orders");
        Assert.True(asked.Wait(0));
        partitions = 6;
        _time.Advance(PartitionCounts.GoodFor);
        Assert.True(counts.TryGet("orders", out var old));
        Assert.Equal(3, old);
        Assert.True(asked.Wait(TimeSpan.FromSeconds(5)), "It was not asked anew.");
        Assert.True(SpinWait.SpinUntil(() => counts.TryGet("orders", out var count) && count == 6, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void An_old_answer_outlives_brokers_that_do_not_answer()
    {
        var fails = false;
        var failures = 0;
        var counts = new PartitionCounts(
            topic =>
            {
                if (!fails) return 3;
                Interlocked.Increment(ref failures);
                throw new MessageDeliveryException(topic, "no answer", mayHaveBeenWritten: false, "Wait.");
            },
            _time);
        counts.Ask("orders");
        fails = true;
        _time.Advance(PartitionCounts.GoodFor);
        Assert.True(counts.TryGet("orders", out _));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref failures) == 1, TimeSpan.FromSeconds(5)));
        Assert.True(counts.TryGet("orders", out var count));
        Assert.Equal(3, count);
    }
}
