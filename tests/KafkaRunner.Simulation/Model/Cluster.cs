using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>Brokers with topics and one group, in memory; README.md in this folder tells what of Kafka they have.</summary>
internal sealed class Cluster : ICluster
{
    private readonly SortedDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lives = [];
    private readonly Dictionary<TopicPartition, List<Action>> _parked = [];
    private readonly List<Member> _members = [];

    public Cluster(IWorld world, ClusterOptions options)
    {
        (World, Options, Network) = (world, options, new Network(world, options));
        Group group = options.Protocol == GroupProtocol.Consumer ? new ConsumerGroup(world, options, () => Topics) : new ClassicGroup(world, options, () => Topics);
        Coordinator = new Coordinator(world, options, group, partition => LogOf(partition) is not null)
        {
            Taken = (member, offset) => HasCommitted?.Invoke(member, offset),
        };
    }

    public event Action<string, OffsetToCommit>? HasCommitted;

    public IWorld World { get; }

    public ClusterOptions Options { get; }

    public Network Network { get; }

    public Coordinator Coordinator { get; }

    public IReadOnlyDictionary<string, int> Topics => _topics.ToDictionary(t => t.Key, t => t.Value.Logs.Count);

    private long Timestamp => (long)World.Now.TotalMilliseconds;

    public TopicFacts FactsOf(string topic) => new(_topics[topic].Id, _topics[topic].Logs.Count);

    /// <summary>Gets a partition's log; null where there is none.</summary>
    public PartitionLog? LogOf(TopicPartition partition) =>
        _topics.TryGetValue(partition.Topic, out var topic) && partition.Partition < topic.Logs.Count ? topic.Logs[partition.Partition] : null;

    /// <summary>Has somebody hear, once, of what happens to a partition.</summary>
    public void Park(TopicPartition partition, Action changed)
    {
        if (!_parked.TryGetValue(partition, out var parked)) _parked[partition] = parked = [];
        parked.Add(changed);
    }

    public void CreateTopic(string topic, int partitions)
    {
        _lives[topic] = _lives.GetValueOrDefault(topic) + 1;
        var id = new Guid(World.Pick(int.MaxValue), (short)_lives[topic], 0, new byte[8]);
        _topics.Add(topic, new Topic(id, _lives[topic], partitions));
        World.Note(Happening.TopicCreated, $"{topic} with {partitions}, life {_lives[topic]}");
        TopicsChanged(topic);
    }

    public void DeleteTopic(string topic)
    {
        if (!_topics.Remove(topic)) return;
        World.Note(Happening.TopicDeleted, topic);
        Coordinator.Forget(topic);
        TopicsChanged(topic);
    }

    public void GrowTopic(string topic, int partitions)
    {
        if (_topics[topic].Logs.Count >= partitions) return;
        _topics[topic].Grow(partitions);
        World.Note(Happening.TopicGrown, $"{topic} to {partitions}");
        TopicsChanged(topic);
    }

    public void Append(TopicPartition partition, params IReadOnlyList<(string? Key, string Value)> records)
    {
        Existing(partition).Append(records, RecordState.Plain, Timestamp);
        World.Note(Happening.Appended, $"{partition} to {Existing(partition).End}");
        Changed(partition);
    }

    public Action<bool> BeginTransaction(TopicPartition partition, params IReadOnlyList<(string? Key, string Value)> records)
    {
        var log = Existing(partition);
        var open = log.Append(records, RecordState.Open, Timestamp);
        World.Note(Happening.TransactionBegun, $"{partition} to {log.End}");
        Changed(partition);
        return isCommitted =>
        {
            log.EndTransaction(open, isCommitted, Timestamp);
            World.Note(isCommitted ? Happening.TransactionCommitted : Happening.TransactionAborted, $"{partition} to {log.End}");
            Changed(partition);
        };
    }

    public Action HoldOffset(TopicPartition partition)
    {
        Coordinator.Hold(partition, 1);
        World.Note(Happening.OffsetHeld, $"{partition}");
        return () =>
        {
            Coordinator.Hold(partition, -1);
            World.Note(Happening.OffsetFreed, $"{partition}");
        };
    }

    public void Truncate(TopicPartition partition, long end)
    {
        Existing(partition).Truncate(end);
        World.Note(Happening.Truncated, $"{partition} to {end}, epoch {Existing(partition).LeaderEpoch}");
        Changed(partition);
    }

    public void DeleteBefore(TopicPartition partition, long start)
    {
        Existing(partition).DeleteBefore(start);
        World.Note(Happening.Retained, $"{partition} from {Existing(partition).Start}");
        Changed(partition);
    }

    public void Compact(TopicPartition partition, params IReadOnlyList<long> offsets)
    {
        Existing(partition).Compact(offsets);
        World.Note(Happening.Compacted, $"{partition} without {string.Join(' ', offsets)}");
    }

    public void SetBrokersDown(bool areDown)
    {
        if (Network.AreBrokersDown == areDown) return;
        Network.AreBrokersDown = areDown;
        World.Note(areDown ? Happening.BrokersDown : Happening.BrokersUp, "");
        if (areDown) Disconnect(ErrorCode.Local_AllBrokersDown);
        else Back();
    }

    public void SetCoordinatorDown(bool isDown)
    {
        if (Network.IsCoordinatorDown == isDown) return;
        Network.IsCoordinatorDown = isDown;
        World.Note(isDown ? Happening.CoordinatorDown : Happening.CoordinatorUp, "");
        if (isDown) Disconnect(ErrorCode.Local_Transport);
        else Back();
    }

    public IMember Connect(string name, ConsumerOptions options)
    {
        var member = new Member(new ClientContext(this, new Process(World, name), options));
        _members.Add(member);
        return member;
    }

    public IReadOnlyList<LogRecord> Log(TopicPartition partition) => LogOf(partition)?.Records ?? [];

    public long StartOf(TopicPartition partition) => LogOf(partition)?.Start ?? 0;

    public OffsetToCommit? Committed(TopicPartition partition) => Coordinator.Committed(partition);

    private PartitionLog Existing(TopicPartition partition) => LogOf(partition) ?? throw new InvalidOperationException($"There is no {partition}.");

    private void Changed(TopicPartition partition)
    {
        if (!_parked.Remove(partition, out var parked)) return;
        foreach (var changed in parked) changed();
    }

    private void TopicsChanged(string topic)
    {
        foreach (var partition in _parked.Keys.Where(p => p.Topic == topic).ToList()) Changed(partition);
        foreach (var member in _members) member.Notice(topic);
        World.After(Network.Notice(), "the coordinator sees that topics have changed", Coordinator.Group.TopicsChanged);
    }

    private void Disconnect(FailureCode code)
    {
        Coordinator.Group.Disconnected();
        foreach (var member in _members) member.Disconnect(code);
    }

    // Either another broker has taken the group over, for which sessions begin anew, or the same one was out of reach.
    private void Back()
    {
        if (World.Chance(0.5)) Coordinator.Group.Restarted();
        foreach (var partition in _parked.Keys.ToList()) Changed(partition);
    }
}
