using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Reports;

/// <summary>The goals that the engine is built for, held against a result.</summary>
internal static class GoalCheck
{
    public static IReadOnlyList<Goal> Goals { get; } =
    [
        Goal.AtLeast("raw messages, singleton: ratio to native batch reading", "runner-raw", "ratio", 0.9),
        Goal.AtMost("raw messages, singleton: allocation", "runner-raw", "bytesPerMessage", 2, " B/msg"),
        Goal.AtLeast("typed JSON, ordered by partition: ratio to the Confluent loop", "runner-json-partition", "ratio", 3),
        Goal.AtMost("typed JSON, ordered by partition: allocation", "runner-json-partition", "bytesPerMessage", 300, " B/msg"),
        Goal.AtLeast("typed JSON, ordered by key: ratio to the Confluent loop", "runner-json-key", "ratio", 2),
        Goal.AtLeast("10 ms handler, 100 in flight: ratio to bare loops", "runner-async-100", "ratio", 0.98),
        Goal.Beyond("10 ms handler, 100 in flight: processor", "runner-async-100", "loops-async-100", "cpuMicroseconds", 10, " µs/msg"),
        Goal.Beyond("10 ms handler, 100 in flight: allocation", "runner-async-100", "loops-async-100", "bytesPerMessage", 700, " B/msg"),
        Goal.AtLeast("10 ms handler, 1,000 in flight: ratio to bare loops", "runner-async-1000", "ratio", 0.95),
        Goal.Beyond("10 ms handler, 1,000 in flight: processor", "runner-async-1000", "loops-async-1000", "cpuMicroseconds", 10, " µs/msg"),
        Goal.Beyond("10 ms handler, 1,000 in flight: allocation", "runner-async-1000", "loops-async-1000", "bytesPerMessage", 700, " B/msg"),
        Goal.AtMost("latency, p50: ratio to the Confluent loop", "runner-latency", "p50Ratio", 1.10),
        Goal.AtMost("latency, p99: ratio to the Confluent loop", "runner-latency", "ratio", 1.10),
        Goal.Below("memory, 1 GB waiting on 64 partitions", "runner-memory", "residentMiB", 450, " MiB"),
        Goal.Below("idle, 100 partitions", "runner-idle", "cpuPercent", 1, " % CPU"),
        Goal.Elsewhere("clean stop, clean rebalance", "0 lost, 0 repeated"),
        Goal.Elsewhere("SIGKILL", "0 lost, repeated at most what finished since the last commit"),
    ];

    public static IEnumerable<string> Lines(IReadOnlyList<CaseResult> results)
    {
        if (Caution.About(results) is { } caution) yield return caution;
        var byCase = results.GroupBy(r => r.Case).ToDictionary(g => g.Key, g => g.Last());
        foreach (var goal in Goals)
        {
            var figure = goal.Find(byCase);
            var failed = goal.Case is { } name && byCase.TryGetValue(name, out var result) && result.Failure is not null;
            var verdict = failed ? "failed" : figure is not { } value ? "not measured" : goal.IsMet(value) ? "met" : "missed";
            yield return $"{goal.Work,-62} {goal.Bound,-62} {FigureText.Of(figure),9}  {verdict}";
        }
    }
}
