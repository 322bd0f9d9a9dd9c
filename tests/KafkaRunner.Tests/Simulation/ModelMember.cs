using System.Text;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Tests.Simulation;

/// <summary>A member of the model's group that reads all that it is assigned, and keeps what it has heard.</summary>
internal sealed class ModelMember : IGroupEvents
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    private readonly ModelWorld _world;
    private readonly Dictionary<TopicPartition, IPartitionSource> _sources = [];
    private bool _isCommitting;
    private readonly MessageSlot[] _slots = [.. Enumerable.Range(0, 10).Select(_ => new MessageSlot("orders", 0))];

    public ModelMember(ModelWorld world, Cluster cluster, string name, Action<ConsumerOptions>? configure = null)
    {
        _world = world;
        var options = new ConsumerOptions();
        cluster.Options.ApplyTo(options);
        configure?.Invoke(options);
        Itself = cluster.Connect(name, options);
        Client.Subscribe(["orders"], this);
    }

    public IMember Itself { get; }

    public IGroupClient Client => Itself.Client;

    public HashSet<TopicPartition> Owned { get; } = [];

    public List<string> Heard { get; } = [];

    /// <summary>Gets what it has read, as <c>offset:value</c>.</summary>
    public List<string> Read { get; } = [];

    /// <summary>Gets how often it was told that there is something to read.</summary>
    public int Called { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Gets or sets what is done while partitions are revoked.</summary>
    public Action WhileRevoking { get; set; } = () => { };

    public IPartitionSource Source(TopicPartition partition) => _sources[partition];

    /// <summary>Polls members, in turn, until something is so.</summary>
    public static void Until(Func<bool> isSo, params ModelMember[] members)
    {
        var end = members[0]._world.Now + TimeSpan.FromMinutes(5);
        while (!isSo())
        {
            Assert.True(members[0]._world.Now < end, "It was not so within 5 minutes:\n" + string.Join('\n', members[0]._world.Notes));
            foreach (var member in members)
            {
                member.Client.Poll(Slice);
                member.ReadAll();
            }
        }
    }

    /// <summary>Polls members, in turn, for some time.</summary>
    public static void For(TimeSpan time, params ModelMember[] members)
    {
        var end = members[0]._world.Now + time;
        Until(() => members[0]._world.Now >= end, members);
    }

    /// <summary>Commits, and waits for the result.</summary>
    public FailureCode Commit(params OffsetToCommit[] offsets)
    {
        CommitResult? result = null;
        Client.Commit(offsets, r => result = r);
        Until(() => result is not null, this);
        return result!.Error;
    }

    /// <summary>Sends a commit of what it owns, unless one is under way.</summary>
    public void BeginCommit(int metadata)
    {
        if (_isCommitting || Owned.Count == 0 || IsFrozen) return;
        _isCommitting = true;
        Client.Commit([.. Owned.Select(p => new OffsetToCommit(p, 1, 0, new string('m', metadata)))], _ => _isCommitting = false);
    }

    public void SetFrozen(bool isFrozen) => Itself.SetFrozen(IsFrozen = isFrozen);

    public void ReadAll()
    {
        foreach (var source in _sources.Values)
        {
            while (source.Read(_slots) is > 0 and var count)
            {
                foreach (var slot in _slots.Take(count))
                {
                    Read.Add($"{slot.Offset}:{Encoding.UTF8.GetString(slot.Value)}");
                    slot.Release();
                }
            }
        }
    }

    void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        Heard.Add("assigned");
        foreach (var partition in partitions)
        {
            Owned.Add(partition);
            _sources[partition] = Client.Open(partition, () => Called++);
        }
    }

    void IGroupEvents.Revoking(IReadOnlyList<TopicPartition> partitions)
    {
        Heard.Add("revoking");
        WhileRevoking();
        Drop(partitions);
    }

    void IGroupEvents.Lost(IReadOnlyList<TopicPartition> partitions)
    {
        Heard.Add("lost");
        Drop(partitions);
    }

    void IGroupEvents.Failed(ClientFailure failure) => Heard.Add(failure.Code.ToString());

    private void Drop(IReadOnlyList<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            Owned.Remove(partition);
            _sources.Remove(partition, out var source);
            source!.Dispose();
        }
    }
}
