using System.Globalization;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>Writes figures as people read them.</summary>
internal static class FigureText
{
    private static readonly string[] Columns = ["msgPerSecond", "bytesPerMessage", "cpuMicroseconds"];

    public static string Of(double? figure) => figure switch
    {
        null => "",
        >= 100 => figure.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => figure.Value.ToString("N1", CultureInfo.InvariantCulture),
        _ => figure.Value.ToString("N2", CultureInfo.InvariantCulture),
    };

    public static string Of(CaseResult result, string figure) => Of(result.Figure(figure));

    public static string Percent(double share) => double.IsNaN(share) ? "" : share.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Gets the figures that only this case has, with their names, or why it has none.</summary>
    public static string Own(CaseResult result) => result.Failure is { } why
        ? $"failed: {why}"
        : string.Join(", ", result.Figures.Where(f => !Columns.Contains(f.Key)).Select(f => $"{f.Key} {Of(f.Value)}"));
}
