using System.Globalization;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>What is asked for on the command line.</summary>
internal sealed record Arguments
{
    public const string Help = """
        Lives many lives of consumers on a simulated broker, and looks whether what KafkaRunner promises holds.

        Usage: eng/simulate [options]

          --seeds N        How many seeds to run. Without it and without --minutes: 1000.
          --from S         The first seed. Default: 1.
          --minutes M      Runs seeds for so long, also a part of a minute; with --seeds until either is reached.
          --processes P    How many processes run them. Default: as many as there are cores.
          --twice          Runs each seed in two processes and compares what happened.
          --keep-going     Goes on after a seed that has failed, shrinks none, and lists them all in the end.
          --steps N        How many things may happen in a life before it counts as endless. Default: 2000000.
          --coverage       Names all kinds of notes, and which never came right before which.

          --seed S         Runs one seed, in this process.
          --without 3,5,9  Leaves out planned steps of it, by their numbers.
          --trace          Tells all that happens in it.
          --no-shrinking   Does not look for the fewest steps with which it still fails.

          --help           Shows this.

        Exit codes: 0 no seed has failed, 1 one has, 2 misused.
        """;

    public int? Seeds { get; private init; }

    public int From { get; private init; } = 1;

    public TimeSpan? Time { get; private init; }

    public int Processes { get; private init; } = Environment.ProcessorCount;

    public bool IsTwice { get; private init; }

    /// <summary>Gets how many things may happen in a life; null for as many as usual.</summary>
    public long? Steps { get; private init; }

    public bool KeepsGoing { get; private init; }

    public bool TellsCoverage { get; private init; }

    public int? Seed { get; private init; }

    public IReadOnlySet<int> Without { get; private init; } = new HashSet<int>();

    public bool Traces { get; private init; }

    public bool Shrinks { get; private init; } = true;

    public bool AsksForHelp { get; private init; }

    /// <summary>Gets which of the processes this is; null for the one that starts them.</summary>
    public int? Share { get; private init; }

    /// <summary>Gets the last seed that the process before this one has begun; -1 where there was none.</summary>
    public int After { get; private init; } = -1;

    /// <summary>Gets the seed after the last one.</summary>
    public int End => (Seeds ?? (Time is null ? 1_000 : null)) is { } seeds ? (int)Math.Min(int.MaxValue, (long)From + seeds) : int.MaxValue;

    /// <summary>Reads a command line. Throws a <see cref="FormatException"/> that says what is wrong with it.</summary>
    public static Arguments Read(IEnumerable<string> line)
    {
        var arguments = new Arguments();
        var rest = new Queue<string>(line);
        while (rest.TryDequeue(out var option))
        {
            arguments = option switch
            {
                "--seeds" => arguments with { Seeds = Number(least: 1) },
                "--from" => arguments with { From = Number(least: 0) },
                "--minutes" => arguments with { Time = Minutes() },
                "--processes" => arguments with { Processes = Number(least: 1) },
                "--twice" => arguments with { IsTwice = true },
                "--steps" => arguments with { Steps = Number(least: 1) },
                "--keep-going" => arguments with { KeepsGoing = true },
                "--coverage" => arguments with { TellsCoverage = true },
                "--seed" => arguments with { Seed = Number(least: 0) },
                "--without" => arguments with { Without = Value().Split(',').Select(number => Parse(number, least: 0)).ToHashSet() },
                "--trace" => arguments with { Traces = true },
                "--no-shrinking" => arguments with { Shrinks = false },
                "--share" => arguments with { Share = Number(least: 0) },
                "--after" => arguments with { After = Number(least: 0) },
                "--help" or "-h" => arguments with { AsksForHelp = true },
                _ => throw new FormatException($"There is no option {option}."),
            };

            string Value() => rest.TryDequeue(out var value) ? value : throw new FormatException($"{option} needs a value.");
            int Number(int least) => Parse(Value(), least);
            int Parse(string text, int least) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                ? number
                : throw new FormatException($"{option} needs a number from {least}; {text} is none.");
            TimeSpan Minutes() => Value() is var text && double.TryParse(text, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and < 100_000
                ? TimeSpan.FromMinutes(minutes)
                : throw new FormatException($"--minutes needs a number above 0; {text} is none.");
        }

        if (arguments.Seed is null && (arguments.Without.Count > 0 || arguments.Traces)) throw new FormatException("--without and --trace are for one seed: say which by --seed.");
        if (arguments.Seed is not null && (arguments.Seeds ?? (object?)arguments.Time) is not null) throw new FormatException("--seed runs one seed; --seeds and --minutes run many.");
        if (arguments.Seed is not null && arguments.KeepsGoing) throw new FormatException("--keep-going is for many seeds; --seed runs one.");
        if (arguments.Seed is not null && arguments.IsTwice) throw new FormatException("--twice compares two processes: say --from and --seeds 1 instead of --seed.");
        return arguments;
    }
}
