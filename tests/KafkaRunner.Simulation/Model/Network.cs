using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>How long things take between clients and brokers, and whether there are brokers.</summary>
internal sealed class Network(IWorld world, ClusterOptions options)
{
    public bool AreBrokersDown { get; set; }

    public bool IsCoordinatorDown { get; set; }

    public bool IsCoordinatorUp => !AreBrokersDown && !IsCoordinatorDown;

    /// <summary>Gets how long a message between client and broker takes; now and then much longer.</summary>
    public TimeSpan Latency() => world.Chance(options.LateAnswers)
        ? TimeSpan.FromMilliseconds(1 + world.Pick(2_500))
        : TimeSpan.FromMicroseconds(200 + world.Pick(5_000));

    /// <summary>Gets when something is noticed that is looked for now and then: at once, or late.</summary>
    public TimeSpan Notice() => world.Chance(0.5) ? Latency() : TimeSpan.FromMilliseconds(1 + world.Pick((int)options.MetadataAge.TotalMilliseconds));
}
