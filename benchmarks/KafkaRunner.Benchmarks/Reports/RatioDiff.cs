using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>Says where two results disagree. Only ratios are compared: figures of two machines, or two hours, need not agree.</summary>
internal static class RatioDiff
{
    /// <summary>How far two ratios may lie apart, as a share of the smaller one.</summary>
    public const double Tolerance = 0.15;

    public static IEnumerable<string> Lines(IReadOnlyList<CaseResult> before, IReadOnlyList<CaseResult> after)
    {
        var (first, second, agree) = (Ratios(before), Ratios(after), 0);
        foreach (var (name, ratio) in first)
        {
            if (!second.TryGetValue(name, out var other)) yield return $"{name}: only in the first result";
            else if (Apart(ratio, other) <= Tolerance) agree++;
            else yield return FormattableString.Invariant($"{name}: {ratio:N2} and {other:N2} differ by {Apart(ratio, other) * 100:N0} %");
        }

        foreach (var name in second.Keys.Except(first.Keys)) yield return $"{name}: only in the second result";
        yield return FormattableString.Invariant($"{agree} of {first.Keys.Union(second.Keys).Count()} ratios agree within {Tolerance * 100:N0} %");
    }

    public static double Apart(double a, double b) => (Math.Max(a, b) / Math.Min(a, b)) - 1;

    // The case's own ratio, and those of its further figures.
    private static Dictionary<string, double> Ratios(IReadOnlyList<CaseResult> results)
    {
        var ratios = new Dictionary<string, double>();
        foreach (var result in results)
        {
            if (result.Ratio is { } ratio) ratios[result.Case] = ratio;
            foreach (var (name, figure) in result.Figures)
            {
                if (name.EndsWith("Ratio", StringComparison.Ordinal)) ratios[$"{result.Case} {name}"] = figure;
            }
        }

        return ratios;
    }
}
