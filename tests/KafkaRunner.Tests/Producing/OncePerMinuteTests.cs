using KafkaRunner.Producing;
using Microsoft.Extensions.Time.Testing;

namespace KafkaRunner.Tests.Producing;

public class OncePerMinuteTests
{
    [Fact]
    public void Equal_lines_pass_once_a_minute_and_say_how_many_were_held_back()
    {
        var time = new FakeTimeProvider();
        var limit = new OncePerMinute(time);
        Assert.True(limit.MayPass("one", out var heldBack));
        Assert.Equal(0, heldBack);
        Assert.False(limit.MayPass("one", out _));
        Assert.False(limit.MayPass("one", out _));
        Assert.True(limit.MayPass("two", out _));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(limit.MayPass("one", out heldBack));
        Assert.Equal(2, heldBack);
    }
}
