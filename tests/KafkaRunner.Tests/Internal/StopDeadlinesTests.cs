using KafkaRunner.Configuration;
using KafkaRunner.Internal;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Internal;

public sealed class StopDeadlinesTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly StopDeadlines _deadlines;

    public StopDeadlinesTests() =>
        _deadlines = new StopDeadlines(new ConsumerOptions { ShutdownTimeout = Seconds(20), DrainTimeout = Seconds(15) }, _clock);

    [Fact]
    public void Before_a_stop_a_revocation_gets_its_whole_time()
    {
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((TimeSpan.MaxValue, Seconds(15)), (_deadlines.LeftToStop, _deadlines.ToDrain));
    }

    [Fact]
    public void In_a_stop_a_revocation_gets_no_more_than_the_stop_has_left()
    {
        _deadlines.BeginStop();
        _clock.Advance(Seconds(4));
        Assert.Equal((Seconds(16), Seconds(15)), (_deadlines.LeftToStop, _deadlines.ToDrain));
        _clock.Advance(Seconds(4));
        Assert.Equal((Seconds(12), Seconds(12)), (_deadlines.LeftToStop, _deadlines.ToDrain));
    }

    [Fact]
    public void A_stop_that_takes_longer_has_nothing_left()
    {
        _deadlines.BeginStop();
        _clock.Advance(Seconds(21));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (_deadlines.LeftToStop, _deadlines.ToDrain));
    }

    [Fact]
    public void A_last_commit_has_its_time_also_when_none_is_left()
    {
        Assert.Equal(LastCommit.LeastTime, StopDeadlines.AtLeastCommitTime(TimeSpan.Zero));
        Assert.Equal(Seconds(9), StopDeadlines.AtLeastCommitTime(Seconds(9)));
    }

    [Fact]
    public void Each_step_of_the_end_leaves_the_later_ones_their_time()
    {
        _deadlines.EndWithin(Seconds(4));
        Assert.Equal(Seconds(2), _deadlines.LeftToEnd(reserved: Seconds(2)));
        _clock.Advance(Seconds(1.5));
        Assert.Equal(Seconds(1.5), _deadlines.LeftToEnd(reserved: Seconds(1)));
        _clock.Advance(Seconds(2));
        Assert.Equal(TimeSpan.Zero, _deadlines.LeftToEnd(reserved: Seconds(1)));
        Assert.Equal(Seconds(0.5), _deadlines.LeftToEnd(TimeSpan.Zero));
    }

    [Fact]
    public void The_time_to_end_may_reach_beyond_the_stop()
    {
        _deadlines.BeginStop();
        _clock.Advance(Seconds(20));
        _deadlines.EndWithin(StopDeadlines.AtLeastCommitTime(_deadlines.LeftToStop));
        Assert.Equal(LastCommit.LeastTime, _deadlines.LeftToEnd(TimeSpan.Zero));
    }

    [Fact]
    public void Without_an_end_in_sight_nothing_is_left_of_it() => Assert.Equal(TimeSpan.Zero, _deadlines.LeftToEnd(TimeSpan.Zero));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
