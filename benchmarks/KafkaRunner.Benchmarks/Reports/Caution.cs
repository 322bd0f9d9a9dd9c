using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>Warns of figures that must not be published.</summary>
internal static class Caution
{
    /// <summary>Gets a sentence, or null where the figures say what they seem to say.</summary>
    public static string? About(IReadOnlyList<CaseResult> results) =>
        results.Any(r => r.Embedded) ? "On an embedded broker: these figures say nothing about speed."
        : results.Any(r => r.Quick) ? "Of a quick run: these figures say nothing about speed."
        : null;
}
