namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Every case by its name. A case reads all messages once and returns the time from the first to the last of them.</summary>
internal static class CaseCatalog
{
    private static readonly Dictionary<string, Func<CaseWork, Task<TimeSpan>>> All = new()
    {
        ["confluent-json"] = work => Task.FromResult(ConfluentLoop.Run(work)),
        ["runner-json-partition"] = RunnerHost.RunAsync<JsonEntryConsumer>,
    };

    public static Func<CaseWork, Task<TimeSpan>> Find(string name) =>
        All.TryGetValue(name, out var run) ? run : throw new ArgumentException($"There is no case {name}. There are: {string.Join(", ", All.Keys)}.");
}
