using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>Runs a seed: a world, and the life in it.</summary>
/// <param name="plan">Plans the life.</param>
/// <param name="watchesPool">Whether to fail a seed with which the pool of the process gets work: where nothing else in the process gives it any.</param>
/// <param name="limits">How long a world may last.</param>
internal sealed class SeedRun(PlanLife plan, bool watchesPool, WorldLimits? limits = null)
{
    private static readonly HashSet<int> Nothing = [];

    public SeedResult Run(int seed, IReadOnlySet<int>? leftOut = null, Action<string>? trace = null)
    {
        leftOut ??= Nothing;
        var world = new World(seed, limits) { WatchesPool = watchesPool };
        world.Record.Trace = trace;
        ILife? life = null;
        world.Run(() =>
        {
            life = plan(seed, leftOut);
            life.Begin(world);
        });
        return new SeedResult(seed, leftOut, life?.Steps ?? [], world.Breach, world.Record, world.Steps, world.Now);
    }
}
