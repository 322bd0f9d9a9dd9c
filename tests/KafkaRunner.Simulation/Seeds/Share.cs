using System.Diagnostics;
using System.Text.Json;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>What one of several processes does: runs its share of the seeds, and writes of each a line that <see cref="Fleet"/> reads.</summary>
internal sealed class Share(Arguments arguments, SeedRun run, TextWriter output)
{
    /// <summary>Gets whether a seed is among those of this process. Where all are run twice, it is among those of its neighbour, too.</summary>
    private bool IsOurs(int seed)
    {
        var place = (seed - arguments.From) % arguments.Processes;
        return place == arguments.Share || (arguments.IsTwice && (place + 1) % arguments.Processes == arguments.Share);
    }

    /// <summary>Runs it, up to the first seed that fails, or all of it.</summary>
    public void Run()
    {
        var coverage = new Coverage();
        var began = Stopwatch.GetTimestamp();
        for (var seed = arguments.From; seed < arguments.End; seed++)
        {
            if (seed <= arguments.After || !IsOurs(seed)) continue;
            if (arguments.Time is { } time && Stopwatch.GetElapsedTime(began) > time) break;
            Write($"begun\t{seed}");
            var result = run.Run(seed);
            if (result.Breach is { } breach) Write($"failed\t{seed}\t{breach.Rule}\t{JsonSerializer.Serialize(breach.What)}");
            else coverage.Add(result.Record);
            Write($"seed\t{seed}\t{result.Record.Hash:x16}\t{result.Happened}\t{result.Time.Ticks}");
            // What hangs still runs: this process is no good any more.
            if (result.Breach is not null && (!arguments.KeepsGoing || result.Breach.Rule == Rules.Hung)) break;
        }

        coverage.Write(Write);
    }

    private void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
