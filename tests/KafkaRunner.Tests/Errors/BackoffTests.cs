using KafkaRunner.Errors;

namespace KafkaRunner.Tests.Errors;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0, 1_000)]
    [InlineData(2, 0, 2_000)]
    [InlineData(6, 0, 32_000)]
    [InlineData(7, 0, 60_000)]
    [InlineData(int.MaxValue, 0, 60_000)]
    [InlineData(1, 1, 750)]
    public void The_pause_doubles_up_to_the_longest_less_some_chance(int attempt, double chance, double expectedMilliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(expectedMilliseconds),
            Backoff.Delay(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), attempt, chance));
}
