using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>How a group hands out its partitions.</summary>
internal enum GroupProtocol
{
    /// <summary>All give up everything, then get what is theirs: <c>partition.assignment.strategy=range</c>.</summary>
    Eager,

    /// <summary>Only what changes hands is given up: <c>cooperative-sticky</c>.</summary>
    Cooperative,

    /// <summary>The coordinator assigns: <c>group.protocol=consumer</c>.</summary>
    Consumer,
}

/// <summary>What a cluster and its one group are like, and how often which trouble comes.</summary>
internal sealed record ClusterOptions
{
    private static readonly int[] MetadataLimits = [4_096, 4_096, 4_096, 512, 64, 0];

    public GroupProtocol Protocol { get; init; } = GroupProtocol.Cooperative;

    /// <summary>Gets whether members keep what they have where that may be; cooperative ones always do, eager ones never.</summary>
    public bool IsSticky { get; init; } = true;

    /// <summary>Gets the brokers' <c>offset.metadata.max.bytes</c>.</summary>
    public int MetadataLimit { get; init; } = 4_096;

    /// <summary>Gets how long an empty classic group waits for more members: <c>group.initial.rebalance.delay.ms</c>.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets how often a member of the new protocol is heard of: <c>group.consumer.heartbeat.interval.ms</c>.</summary>
    public TimeSpan ConsumerHeartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets how long a member of the new protocol may be silent: <c>group.consumer.session.timeout.ms</c>.</summary>
    public TimeSpan ConsumerSession { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Gets how long it may take until a client or coordinator sees that topics or leaders have changed.</summary>
    public TimeSpan MetadataAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the part of commits that fail though nothing is wrong with them, applied or not.</summary>
    public double CommitTrouble { get; init; } = 0.03;

    /// <summary>Gets the part of commits before which the coordinator forgets the member.</summary>
    public double Fencing { get; init; } = 0.001;

    /// <summary>Gets the part of chunks that are delivered again.</summary>
    public double Repeats { get; init; } = 0.02;

    /// <summary>Gets the part of answers that come late, some later than they are waited for.</summary>
    public double LateAnswers { get; init; } = 0.05;

    /// <summary>Gets a cluster in which nothing goes wrong by chance.</summary>
    public static ClusterOptions Calm { get; } = new() { CommitTrouble = 0, Fencing = 0, Repeats = 0, LateAnswers = 0 };

    public static ClusterOptions ByChance(IWorld world) => new()
    {
        Protocol = (GroupProtocol)world.Pick(3),
        IsSticky = world.Chance(0.5),
        MetadataLimit = MetadataLimits[world.Pick(MetadataLimits.Length)],
        InitialDelay = TimeSpan.FromSeconds(world.Pick(4)),
        ConsumerHeartbeat = TimeSpan.FromSeconds(1 + world.Pick(5)),
        MetadataAge = TimeSpan.FromSeconds(1 + world.Pick(20)),
    };

    /// <summary>Has a consumer be of this group: its properties say the protocol.</summary>
    public void ApplyTo(ConsumerOptions options)
    {
        options.Kafka.Remove("group.protocol");
        options.Kafka.Remove("partition.assignment.strategy");
        if (Protocol == GroupProtocol.Consumer) options.Kafka["group.protocol"] = "consumer";
        else options.Kafka["partition.assignment.strategy"] = Protocol == GroupProtocol.Eager ? "range" : "cooperative-sticky";
    }
}
