using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Tests.Benchmarks;

/// <summary>Makes results that nobody measured.</summary>
internal static class Results
{
    public static CaseResult Of(string name, double? ratio = null, bool embedded = false, params (string Name, double Value)[] figures) => new(
        name, figures.ToDictionary(f => f.Name, f => f.Value), ratio is null ? null : "its-baseline", ratio, 0.05, embedded, Quick: false,
        new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero), "2 cores") { Rounds = 5 };
}
