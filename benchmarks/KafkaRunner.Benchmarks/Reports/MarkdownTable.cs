using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>Results for a page.</summary>
internal static class MarkdownTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<CaseResult> results)
    {
        if (results.Count == 0) yield break;
        if (Caution.About(results) is { } caution) yield return $"**{caution}**";
        yield return FormattableString.Invariant($"{results.Min(r => r.At):yyyy-MM-dd}, {string.Join("; ", results.Select(r => r.Machine).Distinct())}.");
        yield return "";
        yield return "| case | msg/s | B/msg | CPU µs/msg | baseline | ratio | spread | own figures |";
        yield return "|---|---:|---:|---:|---|---:|---:|---|";
        foreach (var result in results)
        {
            string[] cells =
            [
                $"`{result.Case}`", FigureText.Of(result, "msgPerSecond"), FigureText.Of(result, "bytesPerMessage"), FigureText.Of(result, "cpuMicroseconds"),
                result.Baseline is { } baseline ? $"`{baseline}`" : "", FigureText.Of(result.Ratio), FigureText.Percent(result.Spread), FigureText.Own(result).Replace("|", "\\|", StringComparison.Ordinal),
            ];
            yield return $"| {string.Join(" | ", cells)} |";
        }
    }
}
