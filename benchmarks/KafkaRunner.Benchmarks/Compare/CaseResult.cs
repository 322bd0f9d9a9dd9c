using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>What a run found of one case.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Figures">The medians, by their names in the results; none where the case failed.</param>
/// <param name="Baseline">The case that the ratio is to; null for none.</param>
/// <param name="Ratio">The median of the ratios round by round; null where the baseline was not measured.</param>
/// <param name="Spread">How far the rounds lie apart, as a share of their median.</param>
/// <param name="Embedded">Whether the broker was embedded, so that the figures say nothing about speed.</param>
/// <param name="Quick">Whether the load was too small to say anything about speed.</param>
/// <param name="At">When it was measured.</param>
/// <param name="Machine">On what.</param>
internal sealed record CaseResult(
    string Case, IReadOnlyDictionary<string, double> Figures, string? Baseline, double? Ratio, double Spread, bool Embedded, bool Quick,
    DateTimeOffset At, string Machine)
{
    /// <summary>Gets how many rounds medians, ratio and spread are of; of one long pass, how many stretches.</summary>
    public int Rounds { get; init; }

    /// <summary>Gets why the case failed; null where it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets a figure, or null where the case has none of that name.</summary>
    public double? Figure(string name) => Figures.TryGetValue(name, out var value) ? value : null;

    /// <summary>Sums up a case's passes, or says why there are none.</summary>
    public static CaseResult From(
        CaseDefinition definition, IReadOnlyDictionary<string, List<Measurement>> measured, IReadOnlyDictionary<string, string> failures,
        bool embedded, bool quick = false)
    {
        var result = new CaseResult(
            definition.Name, new Dictionary<string, double>(), definition.Baseline, null, double.NaN, embedded, quick, DateTimeOffset.UtcNow, Compare.Machine.Description);
        if (failures.TryGetValue(definition.Name, out var why)) return result with { Failure = why };
        if (!measured.TryGetValue(definition.Name, out var passes) || passes.Count == 0) return result with { Failure = "It made no pass." };

        var figures = passes[0].Figures.Keys.ToDictionary(name => name, name => Statistics.Median(passes.Select(pass => pass.Figures[name])));
        var own = EachRound(passes, definition.Figure);
        double? ratio = null;
        if (definition.Baseline is { } name && measured.TryGetValue(name, out var others) && others.Count > 0)
        {
            ratio = Statistics.Ratio(own, EachRound(others, definition.Figure));
            foreach (var further in definition.FurtherRatios)
            {
                figures[further.Name] = Statistics.Ratio(EachRound(passes, further.Figure), EachRound(others, further.Figure));
            }
        }

        return result with { Figures = figures, Ratio = ratio, Spread = Statistics.Spread(own), Rounds = own.Length };
    }

    private static double[] EachRound(List<Measurement> passes, string figure) =>
        [.. passes.SelectMany(pass => pass.Windows ?? [pass.Figures]).Select(figures => figures.GetValueOrDefault(figure, double.NaN))];
}
