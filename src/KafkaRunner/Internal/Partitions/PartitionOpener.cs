using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Finds out where assigned partitions begin, tells the listeners, and opens the workers. Off the poll thread: asking takes its time, and
/// polling must go on.
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

    /// <summary>Opens each partition as soon as the group has told what it has committed of it.</summary>
    public async Task OpenAsync(IReadOnlyList<PartitionWorker> workers, CancellationToken stopping)
    {
        var byPartition = workers.ToDictionary(w => w.Partition);
        await foreach (var committed in client.CommittedAsync([.. byPartition.Keys], stopping))
        {
            // By topic: one that is deleted meanwhile, and of which nobody tells where its log ends, must not hold up the others.
            await Task.WhenAll(committed.GroupBy(c => c.Key.Topic).Select(topic => OpenAsync([.. topic.Select(c => byPartition[c.Key])], topic.ToDictionary(), stopping)));
        }
    }

    /// <summary>Opens partitions of one topic.</summary>
    private async Task OpenAsync(IReadOnlyList<PartitionWorker> workers, Dictionary<TopicPartition, CommittedOffset> committed, CancellationToken stopping)
    {
        var topic = committed[workers[0].Partition].Topic;
        var maps = committed.ToDictionary(c => c.Key, c => MapOf(c.Key, c.Value));
        PartitionWorker[] unknown = [.. workers.Where(w => committed[w.Partition].Offset < 0 && _reset != "error")];
        var first = await FirstPartitionsAsync(topic, maps, isAsked: unknown.Length > 0, stopping);
        var starts = unknown.Length == 0 ? [] : await ChooseAsync(unknown, first, stopping);
        if (!await listeners.AssignedAsync(workers, stopping)) return;
        foreach (var worker in workers)
        {
            var offset = committed[worker.Partition];
            if (starts.TryGetValue(worker, out var start)) worker.Open(new Opening(start, IsCommitted: false, LeaderEpoch: -1, Map: null, topic.Id, first));
            else if (!unknown.Contains(worker)) worker.Open(new Opening(offset.Offset, IsCommitted: true, offset.LeaderEpoch, maps[worker.Partition], topic.Id, first));
        }
    }

    private OffsetMap? MapOf(TopicPartition partition, CommittedOffset committed)
    {
        if (string.IsNullOrEmpty(committed.Metadata)) return null;
        if (OffsetMap.TryDecode(committed.Metadata, out var map)) return map;
        context.Logger.ForeignMetadata(partition.Topic, partition.Partition, committed.Offset);
        return null;
    }

    /// <summary>Gets how many partitions the topic had when the group first committed; its other partitions are asked where that matters.</summary>
    private async Task<int?> FirstPartitionsAsync(TopicFacts topic, Dictionary<TopicPartition, OffsetMap?> maps, bool isAsked, CancellationToken stopping)
    {
        var carried = Carried(maps.Values, topic);
        var name = maps.Keys.First().Topic;
        TopicPartition[] others = [.. Enumerable.Range(0, topic.Partitions ?? 0).Select(partition => new TopicPartition(name, partition)).Where(p => !maps.ContainsKey(p))];
        if (isAsked && carried.Count == 0 && others.Length > 0)
        {
            await foreach (var told in client.CommittedAsync(others, stopping))
            {
                carried.AddRange(Carried(told.Values.Select(t => OffsetMap.TryDecode(t.Metadata, out var map) ? map : null), topic));
                if (carried.Count > 0) break;       // all say the same
            }
        }

        return StartRule.FirstPartitions(carried, topic.Partitions);
    }

    private static List<int> Carried(IEnumerable<OffsetMap?> maps, TopicFacts topic) =>
        [.. maps.Where(map => map?.TopicId is not { } id || topic.Id is not { } now || id == now).Select(map => map?.Partitions).OfType<int>()];

    private async Task<Dictionary<PartitionWorker, long>> ChooseAsync(PartitionWorker[] workers, int? first, CancellationToken stopping)
    {
        var starts = new Dictionary<PartitionWorker, long>();
        if (await LogsAsync(workers, stopping) is not { } logs) return starts;
        var places = new List<string>();
        foreach (var worker in workers.Where(w => logs.ContainsKey(w.Partition)))
        {
            var (partition, log) = (worker.Partition, logs[worker.Partition]);
            var isAtEnd = StartRule.IsAtEnd(context.Consumer.Options.StartPosition, partition.Partition, first);
            var start = starts[worker] = isAtEnd ? log.End : log.Start;
            var isThere = start == log.Start && _reset == "earliest";
            while (!isThere && !worker.TrySeek(start) && !worker.IsStopping) await Task.Delay(SeekPause, context.Time, stopping);
            places.Add($"{partition} at {start} ({(isAtEnd ? "the end" : StartRule.IsNew(partition.Partition, first) ? "new to the group: the beginning" : "the beginning")})");
        }

        context.Logger.StartChosen(context.Consumer.Name, string.Join(", ", places));
        return starts;
    }

    /// <summary>Asks for the logs of those that are wanted, anew when some are given up; null where none is.</summary>
    private async Task<IReadOnlyDictionary<TopicPartition, LogRange>?> LogsAsync(PartitionWorker[] workers, CancellationToken stopping)
    {
        while (Array.FindAll(workers, w => !w.IsStopping) is { Length: > 0 } wanted)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource([stopping, .. wanted.Select(w => w.GivenUp)]);
            try
            {
                return await client.LogsAsync([.. wanted.Select(w => w.Partition)], either.Token);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested && either.IsCancellationRequested)
            {
            }
        }

        return null;
    }
}
