namespace KafkaRunner.Benchmarks.Compare;

/// <summary>One pass of one case.</summary>
/// <param name="Figures">By their names in the results, like <c>msgPerSecond</c>.</param>
/// <param name="Windows">
/// The same figures of the pass's stretches of time, where it is one long pass: ratios are then taken stretch by stretch.
/// </param>
internal sealed record Measurement(IReadOnlyDictionary<string, double> Figures, IReadOnlyList<IReadOnlyDictionary<string, double>>? Windows = null)
{
    /// <summary>Makes a measurement with further figures of the whole pass.</summary>
    public Measurement With(IReadOnlyDictionary<string, double> further) => this with { Figures = Figures.Concat(further).ToDictionary() };
}
