using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>What others may ask of one consumer's run. Any thread.</summary>
internal sealed class RunStatus(WorkerContext context, Assignment assignment, TroubleReporter trouble, Poller poller, RunState state)
{
    private const int MostHungNamed = 100;

    public ConsumerSnapshot Snapshot() => new()
    {
        ConsumerType = context.Consumer.Type,
        GroupId = context.Consumer.GroupId,
        State = state.Stage,
        SinceLastPoll = poller.SinceLast,
        Partitions = [.. Partitions().OrderBy(p => p.Partition.Topic, StringComparer.Ordinal).ThenBy(p => p.Partition.Partition)],
        Troubles = trouble.Present(),
    };

    /// <summary>What the gauges tell of.</summary>
    public IEnumerable<(TelemetryTags Tags, PartitionSnapshot Snapshot)> Measured() => assignment.Ours.Select(w => (w.Committable.Tags, w.Snapshot(oldest: null)));

    /// <summary>Logs every message in work: where it is and for how long.</summary>
    public void ReportHung()
    {
        foreach (var (partition, offset, running) in context.Permits.InWork().OrderByDescending(m => m.Running).Take(MostHungNamed))
        {
            context.Logger.HungMessage(context.Consumer.Name, partition.Topic, partition.Partition, offset, running.TotalSeconds, context.Consequence);
        }
    }

    private IEnumerable<PartitionSnapshot> Partitions()
    {
        var workers = assignment.Ours;
        var oldest = context.Permits.InWork().GroupBy(m => m.Partition).ToDictionary(g => g.Key, g => g.MaxBy(m => m.Running));
        foreach (var worker in workers)
        {
            yield return worker.Snapshot(oldest.TryGetValue(worker.Partition, out var first) ? (first.Offset, first.Running) : null);
        }
    }
}
