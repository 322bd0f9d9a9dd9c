namespace KafkaRunner.Simulation.Model;

/// <summary>A topic, from when it was created until it is deleted.</summary>
internal sealed class Topic(Guid id, int life, int partitions)
{
    private readonly List<PartitionLog> _logs = [.. Enumerable.Range(0, partitions).Select(_ => new PartitionLog(life))];

    public Guid Id => id;

    public IReadOnlyList<PartitionLog> Logs => _logs;

    public void Grow(int count)
    {
        while (_logs.Count < count) _logs.Add(new PartitionLog(life));
    }
}
