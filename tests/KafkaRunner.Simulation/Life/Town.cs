using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Kernel;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Life;

/// <summary>Who and what there is in a life: brokers, processes, what is repaired, and what has happened.</summary>
internal sealed class Town
{
    // And what a member takes to join again that was told that it is none.
    private static readonly TimeSpan LongestSession = TimeSpan.FromSeconds(60);

    private readonly TopicLives _lives;
    private readonly Dictionary<string, int> _topicLives = [];
    private int _troubles;
    private TimeSpan _lastTroubled;

    public Town(World world, ICluster cluster, LifePlan plan)
    {
        (World, Cluster, Plan) = (world, cluster, plan);
        _lives = new TopicLives(cluster);
        History = new History(_lives, plan.Group, () => world.Now, world.Fail);
        cluster.HasCommitted += (member, commit) =>
        {
            world.Note("committed", $"{member} {commit.Partition} at {commit.Offset}, epoch {commit.LeaderEpoch} {commit.Metadata}");
            History.Commit(Processes.First(process => process.Name == member).Facts, commit);
        };
    }

    public World World { get; }

    public ICluster Cluster { get; }

    public LifePlan Plan { get; }

    public History History { get; }

    public Repairs Repairs { get; } = new();

    public List<MemberProcess> Processes { get; } = [];

    /// <summary>Gets how many records were made.</summary>
    public int Appended { get; private set; }

    /// <summary>Gets whether something that was begun has not ended yet: brokers are away, a transaction is open.</summary>
    public bool IsTroubled => _troubles > 0;

    public ILogs Logs => _lives;

    /// <summary>Gets how often a topic was created.</summary>
    public int LifeOf(string topic) => _topicLives.GetValueOrDefault(topic);

    /// <summary>Gets whether something went wrong so shortly before that the group may still wait for a session to end.</summary>
    public bool WasTroubled(TimeSpan at) => at < _lastTroubled + LongestSession;

    /// <summary>Kills a process, which the group hears only when its session ends.</summary>
    public void Kill(MemberProcess process)
    {
        _lastTroubled = World.Now;
        process.Kill();
    }

    /// <summary>Something that a deed has begun ends, after a time.</summary>
    public void Trouble(TimeSpan time, string what, Action end)
    {
        _troubles++;
        World.After(time, what, () =>
        {
            _troubles--;
            _lastTroubled = World.Now;
            World.Note(what, "");
            end();
        });
    }

    public void CreateTopic(string topic, int partitions)
    {
        World.Note(Deeds.Create, $"{topic} with {partitions}");
        _topicLives[topic] = LifeOf(topic) + 1;
        _lives.Begin(topic);
        Cluster.CreateTopic(topic, partitions);
    }

    public void DeleteTopic(string topic)
    {
        foreach (var partition in Enumerable.Range(0, Cluster.Topics[topic])) History.Delete(new TopicPartition(topic, partition));
        Cluster.DeleteTopic(topic);
    }

    /// <summary>Starts one more process, as it is planned.</summary>
    public void StartProcess()
    {
        if (Processes.Count == Plan.Members.Count || Processes.Count(process => process.IsRunning) > 3) return;
        var (plan, name) = (Plan.Members[Processes.Count], $"m{Processes.Count + 1}");
        World.Note(Deeds.Start, $"{name}: {Describe(plan)}");
        Processes.Add(new MemberProcess(World, Cluster, History, Repairs, _lives.Learn, plan, name));
    }

    public string NextRecord(Random random) => Habit.Any(++Appended, random).ToString();

    /// <summary>Looks who has ended.</summary>
    public void Look()
    {
        foreach (var process in Processes)
        {
            process.Look();
            if (process.IsRunning && !process.WasFrozen && World.Now > process.MustEndBy)
                World.Fail("stop in time", $"at {World.Now.TotalSeconds:0.000} s: {process.Name} was asked to stop at {process.AskedToStopAt!.Value.TotalSeconds:0.000} s, and has not ended");
        }
    }

    private static string Describe(MemberPlan plan)
    {
        var o = plan.Options();
        return $"{plan.Consumer.Name} {o.Ordering} {o.MaxConcurrency} at once, read ahead {o.MaxReadAhead}, batch {o.BatchSize}/{o.BatchWait.TotalSeconds} s, commit {o.CommitInterval.TotalSeconds} s "
            + $"or {o.CommitThreshold}, backoff {o.RetryBackoff.TotalSeconds}-{o.MaxRetryBackoff.TotalSeconds} s, drain {o.DrainTimeout.TotalSeconds} s, stop {o.ShutdownTimeout.TotalSeconds} + {o.CancellationGrace.TotalSeconds} s";
    }
}
