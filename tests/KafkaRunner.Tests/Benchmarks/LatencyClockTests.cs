using System.Diagnostics;
using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Tests.Benchmarks;

public class LatencyClockTests
{
    private int _ready;

    [Fact]
    public void A_reader_is_ready_once_each_partition_has_brought_a_message()
    {
        var clock = Clock(messages: 5);

        clock.Arrived(Message(LatencyClock.WarmUp), 0);
        clock.Arrived(Message(LatencyClock.WarmUp), 0);
        Assert.Equal(0, _ready);

        clock.Arrived(Message(LatencyClock.WarmUp), 1);
        clock.Arrived(Message(LatencyClock.WarmUp), 1);
        Assert.Equal(1, _ready);
    }

    [Fact]
    public void Messages_of_the_warm_up_do_not_count()
    {
        var clock = Clock(messages: 5);

        for (var i = 0; i < 5; i++) clock.Arrived(Message(LatencyClock.WarmUp), 0);
        Assert.False(clock.IsComplete);

        for (var i = 0; i < 5; i++) clock.Arrived(Message(i, lateMilliseconds: 1_000 * (i + 1)), i % 2);
        Assert.True(clock.IsComplete);
        var measured = clock.Stop();
        Assert.InRange(measured.Figures["p50Ms"], 3_000, 3_900);
        Assert.Equal(5, measured.Windows!.Count);
    }

    [Fact]
    public void A_moment_is_not_missed_by_waking_early()
    {
        var moment = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 500);

        PreciseTime.WaitUntil(moment);

        Assert.True(Stopwatch.GetTimestamp() >= moment);
    }

    private LatencyClock Clock(int messages) => new(messages / (double)LatencyClock.MessagesPerSecond, partitions: 2, () => _ready++);

    private static byte[] Message(long number, long lateMilliseconds = 0)
    {
        var value = new byte[LatencyClock.ValueBytes];
        LatencyClock.Write(value, number, Stopwatch.GetTimestamp() - (lateMilliseconds * Stopwatch.Frequency / 1_000));
        return value;
    }
}
