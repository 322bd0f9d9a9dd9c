using KafkaRunner.Configuration;

namespace KafkaRunner.Tests.Configuration;

public class DurationTextTests
{
    [Theory]
    [InlineData("00:00:01", 1_000)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("500ms", 500)]
    [InlineData("2s", 2_000)]
    [InlineData("1.5 s", 1_500)]
    [InlineData("5m", 300_000)]
    [InlineData("5min", 300_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("5", 5_000)]
    [InlineData("0.25", 250)]
    [InlineData("0", 0)]
    [InlineData("-1s", -1_000)]
    public void A_duration_can_be_written_in_many_ways(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ms")]
    [InlineData("5 parsecs")]
    [InlineData("1,5s")]
    [InlineData("99999999999999999999")]
    [InlineData("99:99:99")]
    public void Anything_else_is_no_duration(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("00:00:00.010", "10 ms")]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:01:00", "1 min")]
    [InlineData("00:01:30", "90 s")]
    [InlineData("01:00:00", "1 h")]
    [InlineData("1.00:00:00", "1 d")]
    [InlineData("00:00:00.0000001", "00:00:00.0000001")]
    public void A_duration_is_written_so_that_it_can_be_read_again(string value, string expected)
    {
        var duration = TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected, DurationText.Format(duration));
        Assert.True(DurationText.TryParse(expected, out var again));
        Assert.Equal(duration, again);
    }
}
