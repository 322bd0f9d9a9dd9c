using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Tests.Benchmarks;

public class CaseResultTests
{
    private static readonly CaseDefinition Latency = CaseCatalog.Find("runner-latency");
    private static readonly Dictionary<string, string> NoFailures = [];

    [Fact]
    public void Ratios_of_one_long_pass_are_taken_from_its_stretches()
    {
        var result = CaseResult.From(
            Latency,
            new Dictionary<string, List<Measurement>>
            {
                ["confluent-latency"] = [new(Figures(1, 9), [Figures(1, 10), Figures(1, 20), Figures(2, 40)])],
                ["runner-latency"] = [new(Figures(2, 8), [Figures(1, 20), Figures(3, 20), Figures(2, 20)])],
            },
            NoFailures,
            embedded: false);

        Assert.Equal(8, result.Figure("p99Ms"));
        Assert.Equal(1, result.Ratio);
        Assert.Equal(3, result.Rounds);
        Assert.Equal(1, result.Figure("p50Ratio"));
    }

    [Fact]
    public void A_case_that_failed_has_no_figures_and_says_why()
    {
        var measured = new Dictionary<string, List<Measurement>> { ["confluent-latency"] = [new(Figures(1, 2))] };
        var failures = new Dictionary<string, string> { ["runner-latency"] = "No message for 30 s." };

        var result = CaseResult.From(Latency, measured, failures, embedded: false);

        Assert.Equal("No message for 30 s.", result.Failure);
        Assert.Empty(result.Figures);
        Assert.Null(result.Ratio);
    }

    [Fact]
    public void A_case_that_made_no_pass_has_failed() =>
        Assert.NotNull(CaseResult.From(Latency, new Dictionary<string, List<Measurement>>(), NoFailures, embedded: false).Failure);

    [Fact]
    public void Without_its_baseline_a_case_has_no_ratio()
    {
        var measured = new Dictionary<string, List<Measurement>> { ["runner-latency"] = [new(Figures(1, 2))] };

        Assert.Null(CaseResult.From(Latency, measured, NoFailures, embedded: false).Ratio);
    }

    [Fact]
    public void A_chosen_case_brings_its_baseline() =>
        Assert.Equal(["confluent-json", "runner-json-scoped"], CaseCatalog.Choose(["runner-json-scoped"]).Select(c => c.Name));

    [Fact]
    public void Each_baseline_is_a_case_of_the_same_stage_that_runs_before() => Assert.All(
        CaseCatalog.All.Where(c => c.Baseline is not null),
        c => Assert.Contains(CaseCatalog.All.TakeWhile(other => other != c), other => other.Name == c.Baseline && other.Stage == c.Stage));

    private static Dictionary<string, double> Figures(double p50, double p99) => new() { ["p50Ms"] = p50, ["p99Ms"] = p99 };
}
