using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Tests.Benchmarks;

public class StatisticsTests
{
    [Fact]
    public void The_median_is_the_one_in_the_middle_or_between_the_two()
    {
        Assert.Equal(3, Statistics.Median([5, 1, 3]));
        Assert.Equal(2.5, Statistics.Median([4, 1, 2, 3]));
        Assert.True(double.IsNaN(Statistics.Median([])));
    }

    [Fact]
    public void A_ratio_is_taken_round_by_round_so_that_a_slow_round_slows_both()
    {
        // Medians of 200 and 110 would say 1.8.
        Assert.Equal(2, Statistics.Ratio([200, 220, 20], [100, 110, 120]));
    }

    [Fact]
    public void A_percentile_is_a_figure_that_occurred()
    {
        double[] sorted = [.. Enumerable.Range(1, 1_000)];

        Assert.Equal(500, Statistics.Percentile(sorted, 0.5));
        Assert.Equal(999, Statistics.Percentile(sorted, 0.999));
        Assert.Equal(1_000, Statistics.Percentile(sorted, 1));
        Assert.Equal(7, Statistics.Percentile([7], 0.01));
    }

    [Fact]
    public void The_spread_is_a_share_of_the_median() => Assert.Equal(0.5, Statistics.Spread([75, 100, 125]));
}
