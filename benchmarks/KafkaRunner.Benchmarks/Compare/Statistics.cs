namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The arithmetic of a comparison.</summary>
internal static class Statistics
{
    /// <summary>Gets the middle of some figures, or the mean of the two in the middle; NaN of none.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        if (sorted.Length == 0) return double.NaN;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Gets the smallest figure that at least this share of them does not exceed. The figures are sorted.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    /// <summary>Gets the median of the ratios of figures that were measured one beside the other, round by round.</summary>
    public static double Ratio(IEnumerable<double> figures, IEnumerable<double> baselines) => Median(figures.Zip(baselines, (figure, baseline) => figure / baseline));

    /// <summary>Gets how far figures lie apart, as a share of their median.</summary>
    public static double Spread(IReadOnlyCollection<double> figures) => figures.Count == 0 ? double.NaN : (figures.Max() - figures.Min()) / Median(figures);
}
