using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Tests.Benchmarks;

public class ResultFileTests
{
    [Fact]
    public void A_line_is_read_as_it_was_written()
    {
        var result = Results.Of("runner-latency", 1.05, embedded: true, ("msgPerSecond", 1_000), ("p99Ms", 3.25));

        var read = ResultFile.Parse(ResultFile.ToLine(result));

        Assert.Equal(result.Figures, read.Figures);
        Assert.Equal(result with { Figures = read.Figures }, read);
    }

    [Fact]
    public void A_failed_case_has_a_line_that_says_why()
    {
        var result = Results.Of("runner-raw") with { Spread = double.NaN, Failure = "No message for 30 s." };

        var read = ResultFile.Parse(ResultFile.ToLine(result));

        Assert.Equal(result with { Figures = read.Figures }, read);
        Assert.Empty(read.Figures);
    }

    [Fact]
    public void Every_line_has_the_common_figures_and_null_where_there_is_none() => Assert.Equal(
        """{"case":"runner-idle","msgPerSecond":null,"bytesPerMessage":null,"cpuMicroseconds":null,"cpuPercent":0.2346,"baseline":null,"ratio":null,"spread":0.05,"rounds":5,"at":"2026-08-01T12:00:00Z","machine":"2 cores"}""",
        ResultFile.ToLine(Results.Of("runner-idle", figures: ("cpuPercent", 0.234567))));
}
