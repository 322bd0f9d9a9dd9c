using CsCheck;
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

    [Fact]
    public void A_pause_is_never_longer_than_the_longest_nor_shorter_than_three_quarters_of_the_one_before() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Int[0, 1_000_000], Gen.Int[1, 100], Gen.Double[0, 0.999], Gen.Double[0, 0.999]).Sample((first, more, attempt, chance, other) =>
        {
            var (shortest, longest) = (TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(first + more));
            var pause = Backoff.Delay(shortest, longest, attempt, chance);
            var next = Backoff.Delay(shortest, longest, attempt + 1, other);
            return pause <= longest && pause >= shortest * 0.75 && next >= pause * 0.75;
        });
}
