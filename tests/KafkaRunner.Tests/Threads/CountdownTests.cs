using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Threads;

public sealed class CountdownTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void It_begins_with_all_of_its_time()
    {
        var time = new Countdown(_clock, TimeSpan.FromSeconds(3));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(3), false), (time.Elapsed, time.Left, time.IsOver));
    }

    [Fact]
    public void What_has_passed_is_not_left()
    {
        var time = new Countdown(_clock, TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), false), (time.Elapsed, time.Left, time.IsOver));
    }

    [Fact]
    public void It_is_over_when_nothing_is_left()
    {
        var time = new Countdown(_clock, TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((TimeSpan.Zero, true), (time.Left, time.IsOver));
    }

    [Fact]
    public void Beyond_its_end_it_is_known_how_long_it_took_and_nothing_is_left()
    {
        var time = new Countdown(_clock, TimeSpan.FromSeconds(3));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.Zero, true), (time.Elapsed, time.Left, time.IsOver));
    }

    [Fact]
    public void No_time_is_over_at_once() => Assert.True(new Countdown(_clock, TimeSpan.Zero).IsOver);
}
