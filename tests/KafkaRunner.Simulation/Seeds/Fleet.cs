using System.Diagnostics;
using System.Globalization;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>
/// Runs seeds in several processes: the pool of a process is nobody's but the seed's that runs there, and strings have other hash codes in each.
/// </summary>
/// <param name="arguments">What is asked for.</param>
/// <param name="output">Where it tells how far it is.</param>
/// <param name="program">Makes of arguments what starts this program with them.</param>
internal sealed class Fleet(Arguments arguments, TextWriter output, Func<IEnumerable<string>, ProcessStartInfo> program)
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();      // no Lock: that cannot be waited for
    private readonly Tally _tally = new(arguments, output);
    private readonly List<Process> _processes = [];
    private readonly int _count = arguments.IsTwice ? Math.Max(2, arguments.Processes) : arguments.Processes;     // a second run in the same process would not show what differs between two
    private int _running;
    private bool _isOver;

    /// <summary>Runs all seeds that are asked for, or up to the first one that fails.</summary>
    /// <returns>Those that failed.</returns>
    public IReadOnlyDictionary<int, Breach> Run()
    {
        lock (_lock)
        {
            for (var share = 0; share < _count; share++) Start(share, after: -1);
            while (_running > 0 && (arguments.KeepsGoing || _tally.Failed.Count == 0))
            {
                if (!Monitor.Wait(_lock, Progress)) _tally.TellProgress();
            }

            _isOver = true;
            foreach (var process in _processes) Stop(process);
            _tally.TellProgress();
            if (arguments.KeepsGoing || _tally.Failed.Count == 0) _tally.TellCoverage();
            return _tally.Failed;
        }
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    private void Start(int share, int after)
    {
        List<string> line =
        [
            "--share", Text(share), "--processes", Text(_count), "--from", Text(arguments.From),
            .. arguments.End < int.MaxValue ? (string[])["--seeds", Text(arguments.End - arguments.From)] : [],
            .. arguments.Time is { } time ? (string[])["--minutes", Minutes(time - _tally.Elapsed)] : [],
            .. arguments.Steps is { } steps ? (string[])["--steps", steps.ToString(CultureInfo.InvariantCulture)] : [],
            .. arguments.IsTwice ? (string[])["--twice"] : [],
            .. arguments.KeepsGoing ? (string[])["--keep-going"] : [],
            .. after >= 0 ? (string[])["--after", Text(after)] : [],
        ];
        var process = Process.Start(program(line))!;
        _processes.Add(process);
        _running++;
        new Thread(() => Read(process, share, after)) { IsBackground = true }.Start();

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        static string Minutes(TimeSpan time) => Math.Max(0.001, time.TotalMinutes).ToString("0.###", CultureInfo.InvariantCulture);
    }

    private bool Takes(string line)
    {
        var failed = _tally.Failed.Count;
        _tally.Take(line);
        return _tally.Failed.Count > failed;
    }

    private void Read(Process process, int share, int after)
    {
        var begun = after;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lock (_lock)
            {
                if (_isOver) return;
                if (line.Split('\t') is ["begun", var seed]) begun = int.Parse(seed, CultureInfo.InvariantCulture);
                else if (Takes(line)) Monitor.Pulse(_lock);
            }
        }

        process.WaitForExit();
        lock (_lock)
        {
            if (_isOver) return;
            var hasDied = process.ExitCode != 0;
            if (hasDied) _tally.Fail(Math.Max(begun, arguments.From), new Breach(Rules.Process, $"The process that ran it has ended with the exit code {process.ExitCode}."));
            _running--;
            // Another one does what it has left.
            if (arguments.KeepsGoing && begun > after && (hasDied || _tally.Failed.TryGetValue(begun, out var breach) && breach.Rule == Rules.Hung)) Start(share, begun);
            Monitor.Pulse(_lock);
        }
    }
}
