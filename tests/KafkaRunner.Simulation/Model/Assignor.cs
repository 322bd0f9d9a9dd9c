namespace KafkaRunner.Simulation.Model;

/// <summary>Who is to have which partitions. Pure.</summary>
internal static class Assignor
{
    /// <summary>Sets the target of each member.</summary>
    /// <param name="members">In their order.</param>
    /// <param name="topics">The topics that there are, and how many partitions each has.</param>
    /// <param name="isSticky">Whether members keep what they have, as far as that is fair; otherwise each topic is split into ranges.</param>
    public static void Assign(IReadOnlyList<Enrolled> members, IReadOnlyDictionary<string, int> topics, bool isSticky)
    {
        var targets = members.ToDictionary(m => m, _ => new List<TopicPartition>());
        if (isSticky) Balance(members, topics, targets);
        else Split(members, topics, targets);
        foreach (var member in members) member.Target = Sorted(targets[member]);
    }

    public static List<TopicPartition> Sorted(IEnumerable<TopicPartition> partitions) =>
        [.. partitions.OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition)];

    private static void Split(IReadOnlyList<Enrolled> members, IReadOnlyDictionary<string, int> topics, Dictionary<Enrolled, List<TopicPartition>> targets)
    {
        foreach (var (topic, count) in topics.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            Enrolled[] readers = [.. members.Where(m => m.Topics.Contains(topic))];
            for (var i = 0; i < count && readers.Length > 0; i++) targets[readers[i * readers.Length / count]].Add(new TopicPartition(topic, i));
        }
    }

    private static void Balance(IReadOnlyList<Enrolled> members, IReadOnlyDictionary<string, int> topics, Dictionary<Enrolled, List<TopicPartition>> targets)
    {
        var all = Sorted(topics.SelectMany(t => Enumerable.Range(0, t.Value).Select(i => new TopicPartition(t.Key, i))));
        foreach (var partition in all)
        {
            var keeper = members.FirstOrDefault(m => m.Owned.Contains(partition) && m.Topics.Contains(partition.Topic));
            if (keeper is not null) targets[keeper].Add(partition);
        }

        foreach (var partition in all.Except(targets.Values.SelectMany(t => t)).ToList())
        {
            var least = members.Where(m => m.Topics.Contains(partition.Topic)).MinBy(m => targets[m].Count);
            if (least is not null) targets[least].Add(partition);
        }

        while (TryMove(members, targets)) { }
    }

    private static bool TryMove(IReadOnlyList<Enrolled> members, Dictionary<Enrolled, List<TopicPartition>> targets)
    {
        foreach (var most in members.OrderByDescending(m => targets[m].Count))
        {
            foreach (var partition in targets[most])
            {
                var least = members.Where(m => m.Topics.Contains(partition.Topic)).MinBy(m => targets[m].Count);
                if (least is null || targets[most].Count - targets[least].Count < 2) continue;
                targets[most].Remove(partition);
                targets[least].Add(partition);
                return true;
            }
        }

        return false;
    }
}
