namespace KafkaRunner.Simulation.Kernel;

/// <summary>A rule that was broken, and so the seed's failure.</summary>
/// <param name="Rule">Which; the same for all that broke it.</param>
/// <param name="What">How.</param>
internal sealed record Breach(string Rule, string What);
