using System.Diagnostics;
using KafkaRunner.Benchmarks.Cases;
using KafkaRunner.Testing;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>A whole run: on one broker, stage after stage. What a stage found is written before the next one starts.</summary>
internal static class CompareRun
{
    public static async Task<int> RunAsync(CompareOptions options, bool json, string? file)
    {
        try
        {
            var cases = CaseCatalog.Choose(options.Cases);
            using var output = new ResultOutput(Console.Out, json, file);
            return await RunAsync(options, cases, output) ? 0 : 1;
        }
        catch (ArgumentException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The results cannot be written to {file}: {exception.Message}");
            return 2;
        }
    }

    private static async Task<bool> RunAsync(CompareOptions options, IReadOnlyList<CaseDefinition> cases, ResultOutput output)
    {
        using var embedded = options.Brokers is null ? EmbeddedKafka.Start() : null;
        var topics = new BenchTopics(embedded?.BootstrapServers ?? options.Brokers!, embedded);
        var succeeded = true;
        foreach (var stage in cases.GroupBy(c => c.Stage))
        {
            var started = Stopwatch.GetTimestamp();
            var run = new StageRun(StagePlan.For(stage.Key, options, onEmbedded: embedded is not null), topics, [.. stage]);
            await run.RunAsync();
            output.Add([.. stage.Select(c => CaseResult.From(c, run.Measured, run.Failures, embedded is not null, options.Quick))]);
            succeeded &= run.Failures.Count == 0;
            await Console.Error.WriteLineAsync($"{stage.Key} took {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
        }

        output.Finish();
        return succeeded;
    }
}
