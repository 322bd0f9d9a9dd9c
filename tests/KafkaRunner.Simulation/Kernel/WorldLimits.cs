namespace KafkaRunner.Simulation.Kernel;

/// <summary>How long a world may last.</summary>
/// <param name="Steps">How many things may happen.</param>
/// <param name="Time">How much time may pass in it.</param>
/// <param name="RealStep">How long one step may take by the real clock.</param>
internal sealed record WorldLimits(long Steps, TimeSpan Time, TimeSpan RealStep)
{
    public static WorldLimits Usual { get; } = new(2_000_000, TimeSpan.FromHours(2), TimeSpan.FromSeconds(20));
}
