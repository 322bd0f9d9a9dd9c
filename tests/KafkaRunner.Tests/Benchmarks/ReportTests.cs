using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Benchmarks.Reports;

namespace KafkaRunner.Tests.Benchmarks;

public class ReportTests
{
    [Fact]
    public void A_diff_names_ratios_that_lie_more_than_15_percent_apart_whichever_is_larger()
    {
        var before = new[] { Results.Of("a", 1.00), Results.Of("b", 2.00), Results.Of("c", 3.00), Results.Of("d", 1.00), Results.Of("e") };
        var after = new[] { Results.Of("a", 1.14), Results.Of("b", 2.40), Results.Of("c", 2.40), Results.Of("f", 1.00), Results.Of("e") };

        Assert.Equal(
            [
                "b: 2.00 and 2.40 differ by 20 %",
                "c: 3.00 and 2.40 differ by 25 %",
                "d: only in the first result",
                "f: only in the second result",
                "1 of 5 ratios agree within 15 %",
            ],
            RatioDiff.Lines(before, after));
    }

    [Fact]
    public void A_diff_looks_at_further_ratios_too() => Assert.Contains(
        "runner-latency p50Ratio: 1.00 and 1.50 differ by 50 %",
        RatioDiff.Lines([Results.Of("runner-latency", 1, figures: ("p50Ratio", 1))], [Results.Of("runner-latency", 1, figures: ("p50Ratio", 1.5))]));

    [Fact]
    public void The_ratio_of_latency_is_of_p99_and_counted_once()
    {
        var latency = CaseCatalog.Find("runner-latency");

        Assert.Equal("p99Ms", latency.Figure);
        Assert.DoesNotContain(latency.FurtherRatios, further => further.Figure == latency.Figure);
        Assert.EndsWith("1.20  missed", GoalCheck.Lines([Results.Of("runner-latency", 1.2, figures: ("p50Ratio", 1))]).Single(l => l.StartsWith("latency, p99", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_check_says_met_missed_or_not_measured_for_every_goal()
    {
        var lines = GoalCheck.Lines(
        [
            Results.Of("runner-raw", 0.9, figures: ("bytesPerMessage", 2.5)),
            Results.Of("runner-memory", figures: ("residentMiB", 450)),
            Results.Of("loops-async-100", figures: ("cpuMicroseconds", 20)),
            Results.Of("runner-async-100", 0.99, figures: ("cpuMicroseconds", 30)),
            Results.Of("runner-json-key") with { Failure = "No message for 30 s." },
        ]).ToList();

        Assert.Equal(GoalCheck.Goals.Count, lines.Count);
        Assert.EndsWith("  met", Line("raw messages, singleton: ratio"));
        Assert.EndsWith("  missed", Line("raw messages, singleton: allocation"));
        Assert.EndsWith("450  missed", Line("memory"));
        Assert.EndsWith("10.0  met", Line("10 ms handler, 100 in flight: processor"));
        Assert.EndsWith("not measured", Line("idle"));
        Assert.EndsWith("not measured", Line("SIGKILL"));
        Assert.EndsWith("failed", Line("typed JSON, ordered by key"));

        string Line(string start) => lines.Single(l => l.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_of_an_embedded_broker_are_marked_wherever_they_are_shown()
    {
        var results = new[] { Results.Of("confluent-raw", embedded: true, figures: ("msgPerSecond", 1)), Results.Of("runner-raw", 1, embedded: true, ("msgPerSecond", 1)) };

        Assert.All(
            [string.Join('\n', TextTable.Lines(results)), string.Join('\n', MarkdownTable.Lines(results)), string.Join('\n', GoalCheck.Lines(results)), BarPlot.Draw(results).ToString()],
            text => Assert.Contains("these figures say nothing about speed", text));
    }

    [Fact]
    public void A_failed_case_is_told_of_in_both_tables()
    {
        var results = new[] { Results.Of("runner-raw") with { Failure = "a|b" } };

        Assert.EndsWith("failed: a|b", TextTable.Lines(results).Last());
        Assert.EndsWith(@"failed: a\|b |", MarkdownTable.Lines(results).Last());
    }

    [Fact]
    public void A_plot_escapes_what_it_writes_and_draws_the_longest_bar_for_the_largest_figure()
    {
        var results = new[]
        {
            Results.Of("confluent-raw", figures: ("msgPerSecond", 100)),
            Results.Of("runner-raw", 4, figures: ("msgPerSecond", 400)),
            Results.Of("<&\"", figures: ("msgPerSecond", 800)),
        };

        var svg = BarPlot.Draw(results);
        var widths = svg.Descendants().Where(e => e.Name.LocalName == "rect" && e.Attribute("x") is not null).Select(e => (double)e.Attribute("width")!).ToList();

        Assert.Equal(4, widths[1] / widths[0], 1);
        Assert.Equal("&lt;&amp;\"", BarPlot.Text(0, 0, "start", "<&\"").ToString(System.Xml.Linq.SaveOptions.DisableFormatting).Split('>', '<')[2]);
    }
}
