using KafkaRunner.Benchmarks.Cases;

namespace KafkaRunner.Benchmarks.Compare;

/// <summary>The load of a stage: cases of one stage share a topic and take turns on it.</summary>
/// <param name="Partitions">Of the stage's topic; 0 for no topic.</param>
/// <param name="Fill">How many messages it holds before the first pass.</param>
/// <param name="Size">How many bytes their values have, about.</param>
/// <param name="Messages">How many messages a pass reads or writes.</param>
/// <param name="Seconds">How long a pass lasts where time decides.</param>
/// <param name="Rounds">How many passes count.</param>
internal sealed record StagePlan(int Partitions, long Fill, int Size, long Messages, double Seconds, int Rounds)
{
    /// <summary>Gets how many different keys the messages have, evenly; 0 for no keys.</summary>
    public int Keys { get; init; }

    /// <summary>Gets whether a first pass is made that does not count.</summary>
    public bool WarmsUp { get; init; }

    /// <summary>Gets whether each pass gets a new process.</summary>
    public bool StartsAnew { get; init; }

    /// <summary>Gets whether the cases run at the same time, with a process that sends to all of them.</summary>
    public bool RunsTogether { get; init; }

    public static StagePlan For(CaseStage stage, CompareOptions options, bool onEmbedded)
    {
        var (quick, size, partitions) = (options.Quick, options.Size, options.Partitions);
        // The embedded broker keeps 5 MiB a partition and no more.
        var room = onEmbedded ? partitions * Math.Clamp(4_000_000L / size, 1, 10_000) : long.MaxValue;
        var messages = Math.Min(options.Messages, room);
        return stage switch
        {
            CaseStage.Reading => new(partitions, messages, size, messages, 0, options.Rounds) { WarmsUp = !quick, Keys = 1_000 },
            CaseStage.Producing => new(partitions, 0, size, Math.Max(1, messages / 3), 0, options.Rounds) { WarmsUp = !quick },
            // More than 1,000 in flight can handle in the time: 100,000 a second, and half as long again before.
            CaseStage.Looping when quick || onEmbedded => Looping(fill: Math.Min(50_000, room), seconds: 0.2),
            CaseStage.Looping => Looping(fill: 500_000, seconds: 2),
            CaseStage.Latency => new(partitions, 0, size, 0, quick ? 2 : 60, 1) { RunsTogether = true },
            CaseStage.Memory => new(64, quick || onEmbedded ? 64_000 : 1_000_000, 1_024, 0, quick ? 2 : 20, 1),
            CaseStage.Idle => new(100, 100, size, 100, quick ? 2 : 20, 1),
            CaseStage.Start => new(partitions, partitions, size, 1, 0, options.Rounds) { WarmsUp = !quick, StartsAnew = true },
            _ => throw new ArgumentOutOfRangeException(nameof(stage)),
        };

        StagePlan Looping(long fill, double seconds) => new(partitions, fill, size, fill, seconds, options.Rounds) { WarmsUp = !quick, Keys = 10_000 };
    }
}
