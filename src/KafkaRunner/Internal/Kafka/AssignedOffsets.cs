using System.Collections.Concurrent;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>
/// Tells the client where to read newly assigned partitions from, so that it does not ask the group by itself: it would ask for all of them at once,
/// and begin with none while a transaction is open on the offset of one.
/// </summary>
/// <param name="askOnce">Asks once for committed offsets.</param>
internal sealed class AssignedOffsets(CommittedQuestion.AskOnce askOnce)
{
    private readonly ConcurrentDictionary<TopicPartition, (bool IsPlaced, StoredOffset? Answer)> _assigned = new();

    /// <summary>Asks, once. Poll thread, inside the assignment.</summary>
    /// <param name="partitions">Which.</param>
    /// <param name="isAsked">Whether there is any use for the answers: there is none where the client is closed.</param>
    /// <returns>
    /// Where each is read from. One of which the group has not told waits at its end, where nothing is fetched for nothing, to be sought from there.
    /// </returns>
    public IReadOnlyList<TopicPartitionOffset> Ask(IReadOnlyList<TopicPartition> partitions, bool isAsked)
    {
        var answers = new Dictionary<TopicPartition, StoredOffset>();
        if (isAsked && partitions.Count > 0) askOnce([.. partitions], answers);
        foreach (var partition in partitions) _assigned[partition] = answers.TryGetValue(partition, out var told) ? (true, told) : (false, null);
        var unanswered = isAsked ? Offset.End : Offset.Unset;
        return [.. partitions.Select(p => From(p, answers, unanswered))];      // not from what is remembered: an earlier question may take that out at any time
    }

    /// <summary>Takes out what the group has told of these partitions already. Any thread.</summary>
    public Dictionary<TopicPartition, StoredOffset> Take(IReadOnlyList<TopicPartition> partitions)
    {
        var taken = new Dictionary<TopicPartition, StoredOffset>();
        foreach (var partition in partitions)
        {
            if (!_assigned.TryGetValue(partition, out var known) || known.Answer is not { } told) continue;
            if (_assigned.TryUpdate(partition, known with { Answer = null }, known)) taken[partition] = told;
        }

        return taken;
    }

    /// <summary>Gets whether the client reads a partition from its committed offset on by itself. Any thread.</summary>
    public bool IsPlaced(TopicPartition partition) => !_assigned.TryGetValue(partition, out var known) || known.IsPlaced;

    private static TopicPartitionOffset From(TopicPartition partition, Dictionary<TopicPartition, StoredOffset> answers, Offset unanswered)
    {
        var named = partition.ToConfluent();
        if (!answers.TryGetValue(partition, out var answer)) return new TopicPartitionOffset(named, unanswered);
        return answer.Offset < 0
            ? new TopicPartitionOffset(named, Offset.Unset)     // as auto.offset.reset says
            : new TopicPartitionOffset(named, answer.Offset, answer.LeaderEpoch < 0 ? null : answer.LeaderEpoch);
    }
}
