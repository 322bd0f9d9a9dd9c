using System.Diagnostics;
using System.Globalization;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>Does what a command line asks for.</summary>
/// <param name="plan">Plans lives.</param>
/// <param name="watchesPool">Whether to fail a seed with which the pool of the process gets work.</param>
/// <param name="program">Makes of arguments what starts this program with them.</param>
/// <param name="output">Where the results are told.</param>
/// <param name="errors">Where it is told that it cannot be done.</param>
internal sealed class SimulateCommand(PlanLife plan, bool watchesPool, Func<IEnumerable<string>, ProcessStartInfo> program, TextWriter output, TextWriter errors)
{
    private const int Passed = 0, Failed = 1, Misused = 2;

    /// <returns>The exit code.</returns>
    public int Run(IEnumerable<string> line)
    {
        Arguments arguments;
        try
        {
            arguments = Arguments.Read(line);
        }
        catch (FormatException exception)
        {
            errors.WriteLine(exception.Message);
            errors.WriteLine("eng/simulate --help tells what there is.");
            return Misused;
        }

        if (arguments.AsksForHelp)
        {
            output.WriteLine(Arguments.Help);
            return Passed;
        }

        var limits = WorldLimits.Usual with { Steps = arguments.Steps ?? WorldLimits.Usual.Steps };
        var run = new SeedRun(plan, watchesPool, limits);
        if (arguments.Seed is { } seed) return RunOne(arguments, run, seed);
        if (arguments.Share is null) return RunMany(arguments, run);
        new Share(arguments, run, output).Run();
        return Passed;
    }

    private int RunMany(Arguments arguments, SeedRun run)
    {
        var failed = new Fleet(arguments, output, program).Run();
        if (failed.Count == 0) return Passed;
        if (arguments.KeepsGoing) TellAll(failed);
        else TellFirst(arguments, run, failed.First().Key, failed.First().Value);
        return Failed;
    }

    private void TellAll(IReadOnlyDictionary<int, Breach> failed)
    {
        output.WriteLine(failed.Count == 1 ? "1 seed has failed:" : $"{failed.Count} seeds have failed:");
        foreach (var (seed, breach) in failed) output.WriteLine($"{seed,10}  {breach.Rule}: {breach.What.ReplaceLineEndings("\n").Split('\n')[0]}");
    }

    private void TellFirst(Arguments arguments, SeedRun run, int seed, Breach breach)
    {
        if (breach.Rule is Rules.Process or Rules.Hung)
        {
            // Not here, too.
            TellOnly(seed, breach);
            return;
        }

        var again = run.Run(seed);
        if (again.Breach?.Rule == breach.Rule)
        {
            Report(arguments, run, again);
            return;
        }

        TellOnly(seed, breach);
        output.WriteLine(again.Breach is null ? "In this process it does not fail." : $"In this process it fails otherwise: {again.Breach.Rule}: {again.Breach.What}");
    }

    private void TellOnly(int seed, Breach breach)
    {
        output.WriteLine($"Seed {seed} has failed: {breach.Rule}");
        output.WriteLine(breach.What);
        output.WriteLine($"See it again: eng/simulate --seed {seed} --trace");
    }

    private int RunOne(Arguments arguments, SeedRun run, int seed)
    {
        var result = run.Run(seed, arguments.Without, arguments.Traces ? output.WriteLine : null);
        if (result.Breach is not null)
        {
            Report(arguments, run, result);
            return Failed;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Seed {seed} has passed: {result.Happened} steps, {result.Time.TotalSeconds:0.000} s lived, hash {result.Record.Hash:x16}."));
        if (!arguments.TellsCoverage) return Passed;
        var coverage = new Coverage();
        coverage.Add(result.Record);
        coverage.Tell(output.WriteLine, isWhole: true);
        return Passed;
    }

    private void Report(Arguments arguments, SeedRun run, SeedResult failed)
    {
        var report = new FailureReport(run, output);
        if (arguments.Shrinks && !arguments.Traces) report.Shrink(failed);
        else report.Tell(failed);
    }
}
