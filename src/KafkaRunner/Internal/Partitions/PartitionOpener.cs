using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Finds out where assigned partitions begin, tells the listeners, and opens the workers. On the opening thread, which is no pool thread:
/// asking takes its time, polling must go on, and handlers may hold the pool. Only listeners run there.
/// </summary>
/// <remarks>
/// Where the group has committed nothing, the start is chosen once, sought and committed before anything is processed. So a group that was
/// assigned a partition never misses what comes to it later, whatever happens to its first message.
/// </remarks>
internal sealed class PartitionOpener(IGroupQuestions questions, WorkerContext context, PartitionListeners listeners)
{
    private const string ResetProperty = "auto.offset.reset";

    private const long Unset = -1001;       // Confluent's Offset.Unset: begin as auto.offset.reset says

    private static readonly TimeSpan SeekPause = TimeSpan.FromMilliseconds(10);

    /// <summary>What librdkafka does by itself where it has no offset to begin at.</summary>
    private readonly string _reset = context.Consumer.Options.Kafka.TryGetValue(ResetProperty, out var given) ? given : "earliest";

    private readonly Dictionary<string, (Guid Id, bool IsReplaced)> _topics = [];     // that were assigned, by name

    private bool IsLatest => context.Consumer.Options.StartPosition == StartPosition.Latest;

    /// <summary>Opens each partition as soon as the group has told what it has committed of it.</summary>
    public async Task OpenAsync(IReadOnlyList<PartitionWorker> workers, CancellationToken stopping)
    {
        var byPartition = workers.ToDictionary(w => w.Partition);
        await foreach (var committed in questions.CommittedAsync([.. byPartition.Keys], stopping))
        {
            // By topic: one that is deleted meanwhile, and of which nobody tells where its log ends, must not hold up the others.
            await Task.WhenAll(committed.GroupBy(c => c.Key.Topic).Select(topic => OpenAsync([.. topic.Select(c => byPartition[c.Key])], topic.ToDictionary(), stopping)));
        }
    }

    /// <summary>Opens partitions of one topic: those first of which it is known where they begin.</summary>
    private async Task OpenAsync(IReadOnlyList<PartitionWorker> workers, Dictionary<TopicPartition, CommittedOffset> committed, CancellationToken stopping)
    {
        var topic = committed[workers[0].Partition].Topic;
        var maps = committed.ToDictionary(c => c.Key, c => MapOf(c.Key, c.Value));
        PartitionWorker[] unknown = [.. workers.Where(w => _reset != "error" && (committed[w.Partition].Offset < 0 || !IsOf(maps[w.Partition], topic)))];
        PartitionWorker[] known = [.. workers.Except(unknown)];
        if (unknown.Length > 0) topic = await ToldAsync(topic, workers[0].Partition.Topic, stopping);
        var group = new GroupFacts(topic, await FirstPartitionsAsync(topic, committed, maps, isAsked: IsLatest && unknown.Length > 0, stopping), IsReplaced(workers[0].Partition.Topic, topic));
        // Whether the log was cut since the offset was committed librdkafka looks only where it is told to go.
        PartitionWorker[] doubtful = [.. known.Where(w => !committed[w.Partition].IsPlaced || (context.CarriesMetadata && committed[w.Partition] is { Offset: > 0, LeaderEpoch: >= 0 }))];
        var opening = new List<Task>
        {
            StartAsync([.. known.Except(doubtful)], (worker, _) => TryGoOn(worker, isSought: false), stopping),
            StartAsync(doubtful, (worker, _) => TryGoOn(worker, isSought: true), stopping),
        };
        while (await LogsAsync(unknown, stopping) is { } logs)
        {
            PartitionWorker[] told = [.. unknown.Where(w => logs.ContainsKey(w.Partition))];
            unknown = [.. unknown.Except(told)];
            opening.Add(StartAsync(told, (worker, places) => TryStart(worker, logs[worker.Partition], committed[worker.Partition], group, places), stopping));
        }

        await Task.WhenAll(opening);

        bool TryGoOn(PartitionWorker worker, bool isSought)
        {
            var offset = committed[worker.Partition];
            if (isSought && !worker.TrySeek(offset.Offset < 0 ? Unset : offset.Offset, offset.LeaderEpoch)) return false;
            worker.Begin(new PartitionStart(offset.Offset, IsCommitted: true, offset.LeaderEpoch, maps[worker.Partition], topic.Id, group.FirstPartitions));
            return true;
        }
    }

    private async Task OpenAsync(PartitionWorker[] workers, CancellationToken stopping)
    {
        if (workers.Length == 0 || !await listeners.AssignedAsync(workers, stopping)) return;
        foreach (var worker in workers) worker.Open();
    }

    // Under latest it must be known which partitions are new, so this is asked until it is told, if anybody tells it.
    private async Task<TopicFacts> ToldAsync(TopicFacts topic, string name, CancellationToken stopping)
    {
        if (topic.Partitions is not null || !IsLatest) return topic;
        return await questions.TopicsAsync([name], stopping) is { } told && told.TryGetValue(name, out var facts) ? facts : topic;
    }

    private OffsetMap? MapOf(TopicPartition partition, CommittedOffset committed)
    {
        if (string.IsNullOrEmpty(committed.Metadata)) return null;
        if (OffsetMap.TryDecode(committed.Metadata, out var map)) return map;
        context.Aside.ForeignMetadata(partition.Topic, partition.Partition, committed.Offset);
        return null;
    }

    /// <summary>
    /// Gets how many partitions the topic had when the group first committed; its other partitions are asked where that matters now. It is none where
    /// nobody was asked, or the group has committed something without that number: a partition of which it has committed nothing is read from its beginning
    /// rather than skipped.
    /// </summary>
    private async Task<int?> FirstPartitionsAsync(
        TopicFacts topic, Dictionary<TopicPartition, CommittedOffset> committed, Dictionary<TopicPartition, OffsetMap?> maps, bool isAsked, CancellationToken stopping)
    {
        var carried = Carried(maps.Values, topic);
        var hasCommitted = committed.Any(c => c.Value.Offset >= 0 && IsOf(maps[c.Key], topic));
        var name = maps.Keys.First().Topic;
        TopicPartition[] others = [.. Enumerable.Range(0, topic.Partitions ?? 0).Select(partition => new TopicPartition(name, partition)).Where(p => !maps.ContainsKey(p))];
        if (isAsked && carried.Count == 0 && others.Length > 0)
        {
            await foreach (var told in questions.CommittedAsync(others, stopping))
            {
                var theirs = told.Values.Where(t => t.Offset >= 0).Select(t => OffsetMap.TryDecode(t.Metadata, out var map) ? map : null).ToList();
                hasCommitted |= theirs.Exists(map => IsOf(map, topic));
                carried.AddRange(Carried(theirs, topic));
            }
        }

        if (carried.Count > 0) return StartRule.FirstPartitions(carried, topic.Partitions);
        return topic.Partitions is { } now && isAsked && !(hasCommitted && context.CarriesMetadata) ? now : topic.Partitions is null ? null : 0;
    }

    // The broker forgets what a group has committed in a topic that is deleted. While this process lives it knows better than to take that for a new group.
    private bool IsReplaced(string name, TopicFacts topic)
    {
        if (topic.Id is not { } id) return false;
        lock (_topics)
        {
            var (known, wasReplaced) = _topics.GetValueOrDefault(name, (id, false));
            _topics[name] = (id, wasReplaced || known != id);
            return _topics[name].IsReplaced;
        }
    }

    private static List<int> Carried(IEnumerable<OffsetMap?> maps, TopicFacts topic) =>
        [.. maps.Where(map => IsOf(map, topic)).Select(map => map?.Partitions).OfType<int>()];

    // What was committed in an earlier topic of the same name says nothing of this one.
    private static bool IsOf(OffsetMap? map, TopicFacts topic) => map?.TopicId is not { } id || topic.Id is not { } now || id == now;

    /// <summary>Begins partitions, each when that can be done, and opens them.</summary>
    private async Task StartAsync(PartitionWorker[] workers, Func<PartitionWorker, List<string>, bool> tryBegin, CancellationToken stopping)
    {
        var opening = new List<Task>();
        while (true)
        {
            var places = new List<string>();
            PartitionWorker[] ready = [.. workers.Where(w => !w.IsStopping && tryBegin(w, places))];
            if (places.Count > 0) context.Aside.StartChosen(context.Consumer.Name, string.Join(", ", places));
            opening.Add(OpenAsync(ready, stopping));
            workers = [.. workers.Except(ready).Where(w => !w.IsStopping)];
            if (workers.Length == 0) break;
            await context.Runtime.Delay(SeekPause, stopping);
        }

        await Task.WhenAll(opening);
    }

    private bool TryStart(PartitionWorker worker, LogRange log, CommittedOffset committed, GroupFacts group, List<string> places)
    {
        var partition = worker.Partition;
        var isOfEarlierTopic = committed.Offset >= 0 || group.IsReplaced;
        var isAtEnd = !isOfEarlierTopic && StartRule.IsAtEnd(context.Consumer.Options.StartPosition, partition.Partition, group.FirstPartitions);
        var start = isAtEnd ? log.End : log.Start;
        var isThere = start == log.Start && !isOfEarlierTopic && committed.IsPlaced && _reset == "earliest";
        var leaderEpoch = isAtEnd ? log.EndLeaderEpoch : -1;      // below the beginning there is nothing that a cut could change
        if (!isThere && !worker.TrySeek(start, leaderEpoch)) return false;
        worker.Begin(new PartitionStart(start, IsCommitted: false, leaderEpoch, Map: null, group.Topic.Id, group.FirstPartitions));
        var why = isAtEnd ? "the end"
            : isOfEarlierTopic ? "the beginning: what was committed is of an earlier topic of the name"
            : StartRule.IsNew(partition.Partition, group.FirstPartitions) ? "new to the group: the beginning" : "the beginning";
        places.Add($"{partition} at {start} ({why})");
        return true;
    }

    /// <summary>Asks for the logs of those that are wanted, anew when some are given up; null where none is.</summary>
    private async Task<IReadOnlyDictionary<TopicPartition, LogRange>?> LogsAsync(PartitionWorker[] workers, CancellationToken stopping)
    {
        while (Array.FindAll(workers, w => !w.IsStopping) is { Length: > 0 } wanted)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource([stopping, .. wanted.Select(w => w.GivenUp)]);
            try
            {
                return await questions.LogsAsync([.. wanted.Select(w => w.Partition)], either.Token);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested && either.IsCancellationRequested)
            {
            }
        }

        return null;
    }

    /// <summary>What is known of a topic and of the group's beginning in it.</summary>
    /// <param name="Topic">The topic as it is now.</param>
    /// <param name="FirstPartitions">How many partitions it had when the group first committed; null for unknown.</param>
    /// <param name="IsReplaced">Whether this process has known another topic of that name.</param>
    private sealed record GroupFacts(TopicFacts Topic, int? FirstPartitions, bool IsReplaced);
}
