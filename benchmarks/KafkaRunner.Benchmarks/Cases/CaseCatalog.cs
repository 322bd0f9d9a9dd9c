using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Every case by its name, in the order in which they run.</summary>
internal static class CaseCatalog
{
    public static IReadOnlyList<CaseDefinition> All { get; } =
    [
        new("confluent-raw", CaseStage.Reading, Loop(ConfluentLoop.Raw)),
        new("native-batch", CaseStage.Reading, Loop(NativeBatchLoop.Run), "confluent-raw"),
        new("runner-raw", CaseStage.Reading, RunnerHost.ReadAsync<RawConsumer>, "native-batch"),
        new("runner-batch-raw", CaseStage.Reading, RunnerHost.ReadAsync<RawBatchConsumer>, "native-batch"),
        new("confluent-json", CaseStage.Reading, Loop(ConfluentLoop.Json)),
        new("confluent-json-defaults", CaseStage.Reading, Loop(ConfluentLoop.JsonWithDefaults), "confluent-json"),
        new("runner-json-partition", CaseStage.Reading, RunnerHost.ReadAsync<JsonEntryConsumer>, "confluent-json"),
        new("runner-json-scoped", CaseStage.Reading, RunnerHost.ReadAsync<ScopedJsonEntryConsumer>, "confluent-json"),
        new("runner-batch-json", CaseStage.Reading, RunnerHost.ReadAsync<JsonEntryBatchConsumer>, "confluent-json"),
        new("runner-json-key", CaseStage.Reading, work => RunnerHost.ReadAsync<JsonEntryConsumer>(work, options => options.Ordering = Ordering.Key), "confluent-json"),
        new("producer-confluent", CaseStage.Producing, Loop(ProducerCases.Confluent)),
        new("producer-runner", CaseStage.Producing, ProducerCases.RunnerAsync, "producer-confluent"),
        new("loops-async-100", CaseStage.Looping, work => AsyncCases.LoopsAsync(work, 100)),
        new("loops-async-1000", CaseStage.Looping, work => AsyncCases.LoopsAsync(work, 1_000)),
        new("runner-async-100", CaseStage.Looping, work => AsyncCases.RunnerAsync(work, 100), "loops-async-100"),
        new("runner-async-1000", CaseStage.Looping, work => AsyncCases.RunnerAsync(work, 1_000), "loops-async-1000"),
        new("confluent-latency", CaseStage.Latency, Loop(LatencyCases.Confluent)) { Figure = "p99Ms" },
        new("runner-latency", CaseStage.Latency, LatencyCases.RunnerAsync, "confluent-latency") { Figure = "p99Ms", FurtherRatios = [("p50Ratio", "p50Ms")] },
        new("runner-memory", CaseStage.Memory, RestCases.MemoryAsync) { Figure = "residentMiB" },
        new("runner-idle", CaseStage.Idle, RestCases.IdleAsync) { Figure = "cpuPercent" },
        new("runner-start", CaseStage.Start, RestCases.StartAsync) { Figure = "milliseconds" },
    ];

    /// <summary>Gets what sends to the latency cases: in a process like a case, but no case.</summary>
    public static CaseDefinition Sender { get; } = new("latency-sender", CaseStage.Latency, Loop(LatencySender.Run));

    public static CaseDefinition Find(string name) => All.Append(Sender).Single(c => c.Name == name);

    /// <summary>Gets the cases of these names and their baselines, in order; all for none.</summary>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public static IReadOnlyList<CaseDefinition> Choose(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return All;
        var chosen = new HashSet<string>();
        foreach (var name in names)
        {
            if (All.All(c => c.Name != name)) throw new ArgumentException($"There is no case {name}. There are: {string.Join(", ", All.Select(c => c.Name))}.");
            chosen.Add(name);
            if (Find(name).Baseline is { } baseline) chosen.Add(baseline);
        }

        return [.. All.Where(c => chosen.Contains(c.Name))];
    }

    private static Func<CaseWork, Task<Measurement>> Loop(Func<CaseWork, Measurement> run) => work => Task.FromResult(run(work));
}
