using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>Results for people at a terminal.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<CaseResult> results)
    {
        if (Caution.About(results) is { } caution) yield return caution;
        yield return $"{"case",-24} {"msg/s",12} {"B/msg",8} {"CPU µs/msg",11} {"ratio",6} {"spread",7}";
        foreach (var result in results)
        {
            yield return FormattableString.Invariant(
                $"{result.Case,-24} {FigureText.Of(result, "msgPerSecond"),12} {FigureText.Of(result, "bytesPerMessage"),8} {FigureText.Of(result, "cpuMicroseconds"),11} {FigureText.Of(result.Ratio),6} {FigureText.Percent(result.Spread),7}  {FigureText.Own(result)}").TrimEnd();
        }
    }
}
