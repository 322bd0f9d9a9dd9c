using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>What others may ask, from any thread.</summary>
internal sealed partial class ConsumerRunner
{
    private volatile ConsumerState _state = ConsumerState.Starting;
    private long _polledAt;     // 0 for never

    /// <summary>Gets where the consumer stands.</summary>
    public ConsumerSnapshot Snapshot()
    {
        var workers = _assignment.Ours;
        var polledAt = Volatile.Read(ref _polledAt);
        return new ConsumerSnapshot
        {
            ConsumerType = _consumer.Type,
            GroupId = _consumer.GroupId,
            State = _state,
            SinceLastPoll = polledAt == 0 ? null : _context.Time.GetElapsedTime(polledAt),
            Partitions = [.. Partitions(workers).OrderBy(p => p.Partition.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition.Partition)],
            Troubles = _trouble.Present(),
        };
    }

    private IEnumerable<(TelemetryTags Tags, PartitionSnapshot Snapshot)> Measured() => _assignment.Ours.Select(w => (w.Tags, w.Snapshot(oldest: null)));

    private IEnumerable<PartitionSnapshot> Partitions(IEnumerable<PartitionWorker> workers)
    {
        var oldest = _context.Permits.InWork().GroupBy(m => m.Partition).ToDictionary(g => g.Key, g => g.MaxBy(m => m.Running));
        foreach (var worker in workers)
        {
            yield return worker.Snapshot(oldest.TryGetValue(worker.Partition, out var first) ? (first.Offset, first.Running) : null);
        }
    }

    private void Poll(TimeSpan timeout)
    {
        _client.Poll(timeout);
        Volatile.Write(ref _polledAt, _context.Time.GetTimestamp());
    }
}
