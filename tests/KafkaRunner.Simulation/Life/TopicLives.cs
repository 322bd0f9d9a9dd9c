using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Life;

/// <summary>The brokers as checkers see them. Which topic an id is of is known from when it was first told.</summary>
internal sealed class TopicLives(ICluster cluster) : ILogs
{
    private readonly Dictionary<string, int> _lives = [];
    private readonly Dictionary<Guid, (string Topic, int Life)> _ids = [];

    /// <summary>A topic is created, perhaps again.</summary>
    public void Begin(string topic) => _lives[topic] = _lives.GetValueOrDefault(topic) + 1;

    public void Learn(string topic, Guid id) => _ids.TryAdd(id, (topic, _lives.GetValueOrDefault(topic)));

    public bool IsCurrent(string topic, Guid id) => !_ids.TryGetValue(id, out var known) || known == (topic, _lives.GetValueOrDefault(topic));

    public IReadOnlyList<LogRecord> Log(TopicPartition partition)
    {
        if (cluster.Topics.GetValueOrDefault(partition.Topic) <= partition.Partition) return [];
        var start = cluster.StartOf(partition);
        var log = cluster.Log(partition);
        return log.Count > 0 && log[0].Offset < start ? [.. log.Where(record => record.Offset >= start)] : log;
    }

    public OffsetToCommit? Committed(TopicPartition partition) => cluster.Committed(partition);
}
