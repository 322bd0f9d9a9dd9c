using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Finds out where assigned partitions begin, tells the listeners, and opens the workers. On the opening thread, which is no pool thread:
/// asking takes its time, polling must go on, and handlers may hold the pool. Only listeners run there.
/// </summary>
/// <remarks>
/// Where the group has committed nothing, the start is chosen once, sought and committed before anything is processed. So a group that was
/// assigned a partition never misses what comes to it later, whatever happens to its first message.
/// </remarks>
internal sealed class PartitionOpener(IGroupClient client, WorkerContext context, PartitionListeners listeners)
{
    private const string ResetProperty = "auto.offset.reset";

    private static readonly TimeSpan SeekPause = TimeSpan.FromMilliseconds(10);

    /// <summary>What librdkafka does by itself where it has no offset to begin at.</summary>
    private readonly string _reset = context.Consumer.Options.Kafka.TryGetValue(ResetProperty, out var given) ? given : "earliest";

    public async Task OpenAsync(IReadOnlyList<PartitionWorker> workers, CancellationToken stopping)
    {
        var committed = await client.CommittedAsync([.. workers.Select(w => w.Partition)], stopping);
        var maps = committed.ToDictionary(c => c.Key, c => MapOf(c.Key, c.Value));
        PartitionWorker[] unknown = [.. workers.Where(w => committed[w.Partition].Offset < 0 && _reset != "error")];
        var groups = await FirstPartitionsAsync(committed, maps, unknown, stopping);
        var starts = unknown.Length == 0 ? [] : await ChooseAsync(unknown, groups, stopping);
        if (!await listeners.AssignedAsync(workers, stopping)) return;
        foreach (var worker in workers)
        {
            var (offset, topic) = (committed[worker.Partition], committed[worker.Partition].Topic);
            var first = groups[worker.Partition.Topic];
            worker.Open(starts.TryGetValue(worker, out var start)
                ? new Opening(start, IsCommitted: false, LeaderEpoch: -1, Map: null, topic.Id, first)
                : new Opening(offset.Offset, IsCommitted: true, offset.LeaderEpoch, maps[worker.Partition], topic.Id, first));
        }
    }

    private OffsetMap? MapOf(TopicPartition partition, CommittedOffset committed)
    {
        if (string.IsNullOrEmpty(committed.Metadata)) return null;
        if (OffsetMap.TryDecode(committed.Metadata, out var map)) return map;
        context.Logger.ForeignMetadata(partition.Topic, partition.Partition, committed.Offset);
        return null;
    }

    /// <summary>Gets for each topic how many partitions it had when the group first committed; other partitions of it are asked where that matters.</summary>
    private async Task<Dictionary<string, int?>> FirstPartitionsAsync(
        IReadOnlyDictionary<TopicPartition, CommittedOffset> committed, Dictionary<TopicPartition, OffsetMap?> maps, PartitionWorker[] unknown, CancellationToken stopping)
    {
        var topics = committed.GroupBy(c => c.Key.Topic, c => c.Value.Topic).ToDictionary(g => g.Key, g => g.First());
        var carried = maps.Select(m => (m.Key.Topic, Map: m.Value)).ToList();
        TopicPartition[] others =
        [
            .. from topic in unknown.Select(w => w.Partition.Topic).Distinct()
               from partition in Enumerable.Range(0, topics[topic].Partitions ?? 0)
               let other = new TopicPartition(topic, partition)
               where !committed.ContainsKey(other)
               select other,
        ];
        if (others.Length > 0)
        {
            var told = await client.CommittedAsync(others, stopping);
            carried.AddRange(told.Select(t => (t.Key.Topic, OffsetMap.TryDecode(t.Value.Metadata, out var map) ? map : null)));
        }

        return topics.ToDictionary(
            topic => topic.Key,
            topic => StartRule.FirstPartitions(
                carried.Where(c => c.Topic == topic.Key && IsOf(c.Map, topic.Value)).Select(c => c.Map!.Partitions).OfType<int>(), topic.Value.Partitions));
    }

    private static bool IsOf(OffsetMap? map, TopicFacts topic) => map is not null && (map.TopicId is null || topic.Id is null || map.TopicId == topic.Id);

    private async Task<Dictionary<PartitionWorker, long>> ChooseAsync(PartitionWorker[] workers, Dictionary<string, int?> groups, CancellationToken stopping)
    {
        var logs = await client.LogsAsync([.. workers.Select(w => w.Partition)], stopping);
        var starts = new Dictionary<PartitionWorker, long>();
        var places = new List<string>();
        foreach (var worker in workers)
        {
            var (partition, log, first) = (worker.Partition, logs[worker.Partition], groups[worker.Partition.Topic]);
            var isAtEnd = StartRule.IsAtEnd(context.Consumer.Options.StartPosition, partition.Partition, first);
            var start = starts[worker] = isAtEnd ? log.End : log.Start;
            var isThere = start == log.Start && _reset == "earliest";
            while (!isThere && !worker.TrySeek(start) && !worker.IsStopping) await EngineThreads.Delay(context.Time, SeekPause, stopping);
            places.Add($"{partition} at {start} ({(isAtEnd ? "the end" : StartRule.IsNew(partition.Partition, first) ? "new to the group: the beginning" : "the beginning")})");
        }

        context.Logger.StartChosen(context.Consumer.Name, string.Join(", ", places));
        return starts;
    }
}
