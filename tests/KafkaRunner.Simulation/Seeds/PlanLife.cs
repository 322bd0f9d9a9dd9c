namespace KafkaRunner.Simulation.Seeds;

/// <summary>Plans a seed's life.</summary>
/// <param name="seed">The seed: all of the plan comes from it.</param>
/// <param name="leftOut">The numbers of the steps that are not taken.</param>
internal delegate ILife PlanLife(int seed, IReadOnlySet<int> leftOut);
