using System.CommandLine;
using BenchmarkDotNet.Running;
using KafkaRunner.Benchmarks.Compare;

namespace KafkaRunner.Benchmarks;

/// <summary>The command line: micro benchmarks, and cases side by side.</summary>
internal static class BenchmarkCommand
{
    /// <summary>Does what the command line says, and returns the exit code: 0 done, 1 failed, 2 misused.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count == 0) return await parsed.InvokeAsync();
        await Console.Error.WriteLineAsync(parsed.Errors[0].Message);
        return 2;
    }

    public static RootCommand Create() => new("Measures KafkaRunner. How to read it: docs/explanation/performance.md")
    {
        Bench(),
        CompareCommand.Create("compare", "Measure cases side by side, each in a process of its own, on one broker", []),
        CompareCommand.Create("throughput", "compare --cases confluent-json,runner-json-partition", ["confluent-json", "runner-json-partition"]),
    };

    private static Command Bench()
    {
        var arguments = new Argument<string[]>("arguments")
        {
            Description = "BenchmarkDotNet's own, like --filter '*Json*' --job short",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("bench", "Run the micro benchmarks; without arguments all of them") { arguments };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            string[] given = [.. parsed.GetValue(arguments) ?? [], .. parsed.UnmatchedTokens];
            BenchmarkSwitcher.FromAssembly(typeof(BenchmarkCommand).Assembly).Run(given.Length > 0 ? given : ["--filter", "*"]);
        });
        return command;
    }
}
