using KafkaRunner.Producing;
using KafkaRunner.Tests.Support;
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
    public async Task An_old_answer_serves_on_while_it_is_asked_anew()
    {
        var partitions = 3;
        var counts = new PartitionCounts(_ => Volatile.Read(ref partitions), _time);
        counts.Ask("orders");
        Volatile.Write(ref partitions, 6);
        _time.Advance(PartitionCounts.GoodFor);
        Assert.True(counts.TryGet("orders", out var old));
        Assert.Equal(3, old);
        await Eventually.Until("the new answer is there", () => counts.TryGet("orders", out var count) && count == 6);
    }

    [Fact]
    public async Task An_old_answer_outlives_brokers_that_do_not_answer()
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
        await Eventually.Until("it was asked anew", () => Volatile.Read(ref failures) == 1);
        Assert.True(counts.TryGet("orders", out var count));
        Assert.Equal(3, count);
    }
}
