using System.Diagnostics;
using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Benchmarks.Reports;
using KafkaRunner.Testing;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>A whole run: on one broker, stage after stage, then the report.</summary>
internal static class CompareRun
{
    public static async Task<int> RunAsync(CompareOptions options, bool json, string? file)
    {
        IReadOnlyList<CaseDefinition> cases;
        try
        {
            cases = CaseCatalog.Choose(options.Cases);
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }

        using var embedded = options.Brokers is null ? EmbeddedKafka.Start() : null;
        var topics = new BenchTopics(embedded?.BootstrapServers ?? options.Brokers!, embedded);
        var results = new List<CaseResult>();
        var failed = 0;
        foreach (var stage in cases.GroupBy(c => c.Stage))
        {
            var started = Stopwatch.GetTimestamp();
            var plan = StagePlan.For(stage.Key, options, onEmbedded: embedded is not null);
            var measured = await new StageRun(plan, topics).RunAsync([.. stage]);
            foreach (var definition in stage)
            {
                if (CaseResult.From(definition, measured, embedded is not null, options.Quick) is { } result) results.Add(result);
                else failed++;
            }

            await Console.Error.WriteLineAsync($"{stage.Key} took {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
        }

        foreach (var line in json ? results.Select(ResultFile.ToLine) : TextTable.Lines(results)) Console.WriteLine(line);
        if (file is not null) ResultFile.Write(file, results);
        return failed == 0 ? 0 : 1;
    }
}
