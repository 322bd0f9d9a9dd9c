using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>One goal in figures.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Case">The case that tells; null where this suite cannot.</param>
/// <param name="Bound">What is to be reached, in words.</param>
/// <param name="Find">Finds the figure in a result, by case; null where it was not measured.</param>
/// <param name="IsMet">Judges it.</param>
internal sealed record Goal(string Work, string? Case, string Bound, Func<IReadOnlyDictionary<string, CaseResult>, double?> Find, Func<double, bool> IsMet)
{
    public static Goal AtLeast(string work, string name, string figure, double bound, string unit = "") => new(
        work, name, FormattableString.Invariant($"≥ {bound}{unit}"), results => Figure(results, name, figure), value => value >= bound);

    public static Goal AtMost(string work, string name, string figure, double bound, string unit = "") => new(
        work, name, FormattableString.Invariant($"≤ {bound}{unit}"), results => Figure(results, name, figure), value => value <= bound);

    public static Goal Below(string work, string name, string figure, double bound, string unit = "") => new(
        work, name, FormattableString.Invariant($"< {bound}{unit}"), results => Figure(results, name, figure), value => value < bound);

    /// <summary>What a case may need beyond another one.</summary>
    public static Goal Beyond(string work, string name, string baseline, string figure, double bound, string unit) => new(
        work, name, FormattableString.Invariant($"≤ {bound}{unit} beyond {baseline}"),
        results => Figure(results, name, figure) - Figure(results, baseline, figure), value => value <= bound);

    /// <summary>A goal that this suite cannot measure.</summary>
    public static Goal Elsewhere(string work, string bound) => new(work, null, bound, _ => null, _ => false);

    private static double? Figure(IReadOnlyDictionary<string, CaseResult> results, string name, string figure) =>
        results.TryGetValue(name, out var result) ? figure == "ratio" ? result.Ratio : result.Figure(figure) : null;
}
