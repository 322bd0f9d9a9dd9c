using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>How a commit was answered: for the whole, or partition by partition.</summary>
internal sealed record CommitAnswer(ErrorCode Error, bool IsAnswerLost = false);

/// <summary>Keeps what the group has committed.</summary>
internal sealed class Coordinator(IWorld world, ClusterOptions options, Group group, Func<TopicPartition, bool> exists)
{
    private static readonly ErrorCode[] Refusals =
    [
        ErrorCode.RebalanceInProgress, ErrorCode.NotCoordinatorForGroup, ErrorCode.GroupLoadInProgress, ErrorCode.GroupCoordinatorNotAvailable,
        ErrorCode.RequestTimedOut, ErrorCode.NetworkException, ErrorCode.TopicAuthorizationFailed,
    ];

    private readonly Dictionary<TopicPartition, OffsetToCommit> _committed = [];
    private readonly Dictionary<TopicPartition, int> _held = [];

    public Group Group => group;

    /// <summary>Gets who hears of each offset that is taken, with the name of the member.</summary>
    public Action<string, OffsetToCommit> Taken { get; set; } = (_, _) => { };

    public OffsetToCommit? Committed(TopicPartition partition) => _committed.TryGetValue(partition, out var committed) ? committed : null;

    /// <summary>Takes a member's commit, or part of it, or nothing.</summary>
    public CommitAnswer Commit(string name, int id, int generation, IReadOnlyList<OffsetToCommit> offsets)
    {
        if (world.Chance(options.Fencing)) group.Fence(id);
        var refused = group.CheckCommit(id, generation);
        if (refused != ErrorCode.NoError) return Refuse(name, offsets, refused);
        if (world.Chance(options.CommitTrouble))
        {
            if (world.Chance(0.5))
            {
                var error = Refusals[world.Pick(Refusals.Length)];
                // A coordinator that timed out waiting for its replicas has kept the offsets, as often as not.
                if (error == ErrorCode.RequestTimedOut && world.Chance(0.5)) Take(name, offsets);
                return Refuse(name, offsets, error);
            }

            if (world.Chance(0.5)) Take(name, offsets);
            world.Note(Happening.CommitLost, name);
            return new CommitAnswer(ErrorCode.NoError, IsAnswerLost: true);
        }

        return Take(name, offsets);
    }

    /// <summary>Gets what was committed of partitions; null where a transaction on one of their offsets is open, which whoever reads what is committed waits for.</summary>
    public Dictionary<TopicPartition, StoredOffset>? Tell(IReadOnlyList<TopicPartition> partitions, bool isCommittedOnly)
    {
        if (isCommittedOnly && partitions.Any(p => _held.GetValueOrDefault(p) > 0)) return null;
        return partitions.ToDictionary(p => p, p => _committed.TryGetValue(p, out var c)
            ? new StoredOffset(c.Offset, string.IsNullOrEmpty(c.Metadata) ? null : c.Metadata, c.LeaderEpoch)
            : new StoredOffset(-1, null, -1));
    }

    /// <summary>A transaction is open on a committed offset, or is not any more.</summary>
    public void Hold(TopicPartition partition, int change) => _held[partition] = _held.GetValueOrDefault(partition) + change;

    /// <summary>With a topic go the offsets committed in it.</summary>
    public void Forget(string topic)
    {
        foreach (var partition in _committed.Keys.Where(p => p.Topic == topic).ToList()) _committed.Remove(partition);
    }

    private CommitAnswer Refuse(string name, IReadOnlyList<OffsetToCommit> offsets, ErrorCode error)
    {
        world.Note(Happening.CommitRefused, $"{name} {Named(offsets)}: {error}");
        return new CommitAnswer(error);
    }

    // What can be taken is, and what is wrong with the first of the others is told of all.
    private CommitAnswer Take(string name, IReadOnlyList<OffsetToCommit> offsets)
    {
        var first = ErrorCode.NoError;
        foreach (var offset in offsets)
        {
            var error = !exists(offset.Partition) ? ErrorCode.UnknownTopicOrPart
                : (offset.Metadata?.Length ?? 0) > options.MetadataLimit ? ErrorCode.OffsetMetadataTooLarge
                : ErrorCode.NoError;
            if (error == ErrorCode.NoError)
            {
                _committed[offset.Partition] = offset;
                world.Note(Happening.Committed, $"{name} {Named([offset])} (epoch {offset.LeaderEpoch}) {offset.Metadata}");
                Taken(name, offset);
                continue;
            }

            world.Note(Happening.CommitRefused, $"{name} {Named([offset])}: {error}");
            if (first == ErrorCode.NoError) first = error;
        }

        return new CommitAnswer(first);
    }

    private static string Named(IReadOnlyList<OffsetToCommit> offsets) => string.Join(", ", offsets.Select(o => $"{o.Partition} at {o.Offset}"));
}
