using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Seeds;

/// <summary>How a seed went.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="LeftOut">The steps that were left out.</param>
/// <param name="Steps">All planned steps.</param>
/// <param name="Breach">The rule that was broken; null for none.</param>
/// <param name="Record">What has happened.</param>
/// <param name="Happened">How many things have happened.</param>
/// <param name="Time">How much time has passed in its world.</param>
internal sealed record SeedResult(
    int Seed, IReadOnlySet<int> LeftOut, IReadOnlyList<string> Steps, Breach? Breach, Record Record, long Happened, TimeSpan Time);
