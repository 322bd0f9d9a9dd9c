using KafkaRunner.Producing;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Producing;

public class RoomWaitTests
{
    [Fact]
    public void Pauses_double_to_50_ms_and_end_with_the_limit()
    {
        var time = new FakeTimeProvider();
        var wait = new RoomWait(TimeSpan.FromMilliseconds(200), time);
        var pauses = new List<double>();
        while (wait.TryNext(out var pause))
        {
            pauses.Add(pause.TotalMilliseconds);
            time.Advance(pause);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 50, 50, 37], pauses);
    }

    [Fact]
    public void A_limit_of_zero_never_waits() => Assert.False(new RoomWait(TimeSpan.Zero, new FakeTimeProvider()).TryNext(out _));
}
