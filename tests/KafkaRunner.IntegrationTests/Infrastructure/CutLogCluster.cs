using Confluent.Kafka;

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>
/// Three nodes and a topic of one partition, whose log can be cut: the follower dies, the leader takes more alone and dies too, and the follower comes
/// back and leads.
/// </summary>
public sealed class CutLogCluster : IAsyncDisposable
{
    public const string Topic = "cut";

    private const int LeaderNode = 1;
    private const int FollowerNode = 2;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["broker.session.timeout.ms"] = "3000",     // so that a dead node is out of the way soon
        ["broker.heartbeat.interval.ms"] = "500",
    };

    private readonly KafkaCluster _kafka;

    private CutLogCluster(KafkaCluster kafka) => (_kafka, Broker) = (kafka, TestBroker.At(kafka.BootstrapServers));

    public TestBroker Broker { get; }

    public static async Task<CutLogCluster> StartAsync()
    {
        var cluster = new CutLogCluster(await KafkaCluster.StartAsync("it cuts a log", nodes: 3, settings: Settings));
        await cluster._kafka.Tool(
            "topics", "--create", "--topic", Topic, "--replica-assignment", $"{LeaderNode}:{FollowerNode}",
            "--config", "min.insync.replicas=1", "--config", "unclean.leader.election.enable=true");
        return cluster;
    }

    /// <summary>The follower dies: what is produced from now on only the leader has.</summary>
    public async Task LeaveLeaderAlone()
    {
        await _kafka.Kill(FollowerNode);
        await Eventually.Until("the leader is alone", () => Place() is { Leader: LeaderNode, InSyncReplicas: [LeaderNode] });
    }

    /// <summary>The leader dies, and the follower leads: the log ends where that one had died.</summary>
    public async Task Cut()
    {
        await _kafka.Kill(LeaderNode);
        await _kafka.Restart(FollowerNode);
        await Eventually.Until("the follower leads", () => Place() is { Leader: FollowerNode }, TimeSpan.FromSeconds(60));
    }

    public ValueTask DisposeAsync() => _kafka.DisposeAsync();

    private PartitionMetadata? Place()
    {
        var config = new AdminClientConfig { BootstrapServers = Broker.BootstrapServers };
        using var admin = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            return admin.GetMetadata(Topic, TimeSpan.FromSeconds(5)).Topics.Single().Partitions.SingleOrDefault();
        }
        catch (KafkaException)
        {
            return null;        // no node answers now
        }
    }
}
