using System.Diagnostics;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>Tells of a seed that has failed: by which rule, with which planned steps at least, what was noted last, and how to see it again.</summary>
internal sealed class FailureReport(SeedRun run, TextWriter output)
{
    private static readonly TimeSpan LongestShrinking = TimeSpan.FromMinutes(2);

    /// <summary>Runs the seed again, with less and less of its plan.</summary>
    public void Shrink(SeedResult failed)
    {
        var rule = failed.Breach!.Rule;
        var shortest = failed;
        var began = Stopwatch.GetTimestamp();
        var tries = 0;
        // What hangs takes too long to try again and again.
        var isHopeless = rule is Rules.Hung || failed.Steps.Count == failed.LeftOut.Count;
        if (!isHopeless) new Shrinker(Fails).Shrink(failed.Steps.Count, failed.LeftOut, () => Stopwatch.GetElapsedTime(began) > LongestShrinking);
        Tell(shortest);
        if (tries > 0) output.WriteLine($"Found by {tries} more runs.");

        bool Fails(IReadOnlySet<int> leftOut)
        {
            tries++;
            var result = run.Run(failed.Seed, leftOut);
            if (result.Breach?.Rule != rule) return false;
            shortest = result;
            return true;
        }
    }

    public void Tell(SeedResult failed)
    {
        output.WriteLine();
        output.WriteLine($"Seed {failed.Seed} has failed: {failed.Breach!.Rule}");
        output.WriteLine(failed.Breach.What);
        output.WriteLine();
        output.WriteLine($"With {failed.Steps.Count - failed.LeftOut.Count} of its {failed.Steps.Count} planned steps:");
        for (var i = 0; i < failed.Steps.Count; i++)
        {
            if (!failed.LeftOut.Contains(i)) output.WriteLine($"{i,5}. {failed.Steps[i]}");
        }

        output.WriteLine();
        output.WriteLine("Noted last:");
        foreach (var note in failed.Record.LastNotes) output.WriteLine(note);
        output.WriteLine();
        var without = failed.LeftOut.Count == 0 ? "" : $" --without {string.Join(',', failed.LeftOut.Order())}";
        output.WriteLine($"See it again: eng/simulate --seed {failed.Seed}{without} --trace");
    }
}
