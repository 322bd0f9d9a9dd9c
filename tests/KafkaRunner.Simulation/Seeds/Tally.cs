using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>Adds up what processes write of the seeds that they run.</summary>
internal sealed class Tally(Arguments arguments, TextWriter output)
{
    private readonly SortedDictionary<int, Breach> _failed = [];
    private readonly Dictionary<int, string> _hashes = [];
    private readonly Coverage _coverage = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _runs;
    private long _happened;
    private TimeSpan _lived;
    private int _last;

    /// <summary>Gets the seeds that have failed, and how.</summary>
    public IReadOnlyDictionary<int, Breach> Failed => _failed;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    public void Fail(int seed, Breach breach) => _failed.TryAdd(seed, breach);

    /// <summary>Takes a line that <see cref="Share"/> has written. What is none is passed on.</summary>
    public void Take(string line)
    {
        if (line.Split('\t') is ["seed", var seed, var hash, var happened, var lived])
        {
            _runs++;
            _happened += long.Parse(happened, CultureInfo.InvariantCulture);
            _lived += new TimeSpan(long.Parse(lived, CultureInfo.InvariantCulture));
            Compare(int.Parse(seed, CultureInfo.InvariantCulture), hash);
        }
        else if (line.Split('\t') is ["failed", var failed, var rule, var what])
        {
            Fail(int.Parse(failed, CultureInfo.InvariantCulture), new Breach(rule, JsonSerializer.Deserialize<string>(what)!));
        }
        else if (!_coverage.TryRead(line))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Tells how far they are.</summary>
    public void TellProgress()
    {
        var seconds = Elapsed.TotalSeconds;
        var seeds = _runs > 0 ? $"seeds from {arguments.From} to {_last}" : "no seed yet";
        var failed = _failed.Count > 0 ? $", {_failed.Count} failed" : "";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds,5:0} s: {_runs} runs, {seeds}{failed}, {_runs / seconds:0.0} a second, {_happened / Math.Max(1, _runs)} steps and {_lived.TotalSeconds / Math.Max(1, _runs):0} s lived in each."));
        output.Flush();
    }

    public void TellCoverage() => _coverage.Tell(output.WriteLine, arguments.TellsCoverage);

    private void Compare(int seed, string hash)
    {
        _last = Math.Max(_last, seed);
        if (!arguments.IsTwice || _hashes.TryAdd(seed, hash)) return;
        if (_hashes[seed] == hash) _hashes.Remove(seed);
        else Fail(seed, new Breach(Rules.Deterministic, $"What happened has the hash {_hashes[seed]} in one process and {hash} in another."));
    }
}
