using System.Collections.Concurrent;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Tells of failures that the client copes with by itself: once, with what to do, then at growing intervals. Poll thread, but for asking.</summary>
internal sealed class TroubleReporter(WorkerContext context, Assignment assignment)
{
    private const string Connection = "connection";

    private readonly ConcurrentDictionary<string, Entry> _present = new();

    /// <summary>Gets when the brokers were last said to be out of reach, by the context's clock; null where they are not.</summary>
    public long? ConnectionFailedAt => _present.TryGetValue(Connection, out var entry) ? entry.NoticedAt : null;

    /// <summary>Gets whether no broker could be reached when one was last missed.</summary>
    public bool AreAllDown { get; private set; }

    /// <summary>Tells of a failure, if it is time to.</summary>
    /// <returns>For how long there has been this trouble.</returns>
    public TimeSpan Report(ClientFailure failure)
    {
        Entry noted;
        var (consumer, logger) = (context.Consumer, context.Logger);
        if (failure.Code.IsTopicMissing && failure.Partition is null)
        {
            var topic = failure.Topic ?? AllTopics;
            noted = Note($"{failure.Code} {topic}", $"The topic {topic} does not exist", lasts: true, topic: topic);
            if (noted.Reminder.IsDue()) logger.TopicMissing(topic, consumer.Name, consumer.Options.Brokers);
        }
        else if (failure.Code.IsOfConnection)
        {
            AreAllDown |= failure.Code.IsOfAllBrokers;
            noted = Note(Connection, failure.Text);
            if (noted.Reminder.IsDue()) logger.ConnectionTrouble(consumer.Name, consumer.Options.Brokers, failure.Text, noted.Reminder.Interval.TotalSeconds);
        }
        else
        {
            var what = FailureSentences.Explain(failure, consumer);
            noted = Note(failure.Subject, what, failure.Partition, failure.Code.Lasts, failure.Topic, isOfBeginning: failure.IsOfBeginning);
            if (noted.Reminder.IsDue()) logger.ClientError(consumer.Name, failure.Code.ToString(), what);
        }

        return context.Time.GetElapsedTime(noted.BeganAt);
    }

    /// <summary>The group works.</summary>
    public void Clear()
    {
        AreAllDown = false;
        if (_present.ContainsKey(Connection)) context.Logger.ConnectionRestored(context.Consumer.Name, context.Consumer.Options.Brokers);
        foreach (var (subject, entry) in _present)
        {
            if (!entry.Lasts) _present.TryRemove(subject, out _);
        }
    }

    /// <summary>Partitions were assigned: their topics are there and may be used, and so may the group.</summary>
    public void Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        if (partitions.Count == 0) return;
        foreach (var (subject, entry) in _present)
        {
            if (entry.Shown.Partition is not null) continue;
            if (entry.Topic is not { } topic || partitions.Any(p => p.Topic == topic)) _present.TryRemove(subject, out _);
        }
    }

    /// <summary>Topics that were missing or refused are there, whoever in the group reads them.</summary>
    public void AreThere(IReadOnlyCollection<string> topics, bool all)
    {
        foreach (var (subject, entry) in _present)
        {
            if (entry.Topic is not { } topic || entry.Shown.Partition is not null) continue;
            if (topics.Contains(topic) || (all && topic == AllTopics)) _present.TryRemove(subject, out _);
        }
    }

    /// <summary>Gets what there is at present. Any thread.</summary>
    public IReadOnlyList<ConsumerTrouble> Present()
    {
        var ours = assignment.Ours.ToLookup(w => w.Partition);
        return [.. _present.Values.Where(e => !IsOver(e, p => ours[p].FirstOrDefault())).Select(e => e.Shown).OrderBy(t => t.Since).ThenBy(t => t.Subject, StringComparer.Ordinal)];
    }

    // A partition that is not ours, or was read since, has no trouble; nor one that has begun where it could not.
    private static bool IsOver(Entry entry, Func<TopicPartition, PartitionWorker?> find)
    {
        if (entry.Shown.Partition is not { } partition) return false;
        if (find(partition) is not { } worker) return true;
        return entry.IsOfBeginning ? worker.HasBegun : worker.LastRead >= entry.NoticedAt;
    }

    private string AllTopics => string.Join(", ", context.Consumer.Topics);

    private Entry Note(string subject, string description, TopicPartition? partition = null, bool lasts = false, string? topic = null, bool isOfBeginning = false)
    {
        var known = _present.GetValueOrDefault(subject);
        if (known is not null && IsOver(known, assignment.Find)) known = null;
        var shown = new ConsumerTrouble
        {
            Subject = subject, Description = description, Partition = partition, Since = known?.Shown.Since ?? context.Time.GetUtcNow(),
        };
        var now = context.Time.GetTimestamp();
        return _present[subject] = new Entry(known?.Reminder ?? new Reminder(context.Time), shown, known?.BeganAt ?? now, now, lasts, topic, isOfBeginning);
    }

    /// <summary>Trouble that there is.</summary>
    /// <param name="Reminder">When to tell of it again.</param>
    /// <param name="Shown">What others see of it.</param>
    /// <param name="BeganAt">When it was first noticed, by the context's clock.</param>
    /// <param name="NoticedAt">When it was last noticed, by the context's clock.</param>
    /// <param name="Lasts">Whether it stays though the group works.</param>
    /// <param name="Topic">The topic that it names, or null.</param>
    /// <param name="IsOfBeginning">Whether it is over when the partition begins.</param>
    private sealed record Entry(Reminder Reminder, ConsumerTrouble Shown, long BeganAt, long NoticedAt, bool Lasts, string? Topic, bool IsOfBeginning);
}
