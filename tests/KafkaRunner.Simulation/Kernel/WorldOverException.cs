using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner.Simulation.Kernel;

/// <summary>Thrown at a thread that waits in a world that is over, so that it ends.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Only worlds throw it.")]
internal sealed class WorldOverException() : Exception("The world is over.");
