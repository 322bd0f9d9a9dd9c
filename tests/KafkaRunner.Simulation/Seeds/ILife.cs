using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>What a seed plans to happen in its world. The plan is the same for a seed, whatever of it is left out.</summary>
internal interface ILife
{
    /// <summary>Gets the planned steps, each in a few words, in the order of their numbers, those that are left out too.</summary>
    IReadOnlyList<string> Steps { get; }

    /// <summary>Begins to live in a world, and has it end by <see cref="World.End"/>. Happens as a first thing in that world.</summary>
    void Begin(World world);
}
