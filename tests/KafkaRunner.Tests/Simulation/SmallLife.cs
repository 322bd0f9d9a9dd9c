using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Seeds;

namespace KafkaRunner.Tests.Simulation;

/// <summary>A life of what a test says.</summary>
internal sealed class SmallLife(Action<World> begin, params string[] steps) : ILife
{
    private static readonly WorldLimits Limits = new(Steps: 10_000, Time: TimeSpan.FromDays(1), RealStep: TimeSpan.FromSeconds(20));

    public IReadOnlyList<string> Steps => steps;

    public void Begin(World world) => begin(world);

    /// <summary>Lives it in a world of its own.</summary>
    public static SeedResult Live(Action<World> begin, int seed = 1, WorldLimits? limits = null) =>
        new SeedRun((_, _) => new SmallLife(begin), watchesPool: false, limits ?? Limits).Run(seed);
}
