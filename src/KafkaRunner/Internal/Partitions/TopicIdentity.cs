using System.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Asks every few seconds whether the topics are those that the partitions were assigned of. One that was deleted and created again has the same name, and
/// where it is longer at once the client goes on in it at the old offset. Poll thread.
/// </summary>
/// <param name="client">Asks.</param>
/// <param name="assignment">Whose topics.</param>
/// <param name="replaced">Called with a topic that is another one now, and its partitions.</param>
internal sealed class TopicIdentity(IGroupClient client, Assignment assignment, Action<string, IReadOnlyList<TopicPartition>> replaced)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private Task<IReadOnlyDictionary<string, TopicFacts>?>? _question;
    private long _askedAt = Stopwatch.GetTimestamp();

    public void CheckIfDue(CancellationToken stopping)
    {
        if (_question is { IsCompleted: true } answered)
        {
            _question = null;
            if (answered.IsCompletedSuccessfully && answered.Result is { } topics) Compare(topics);
        }

        if (_question is not null || Stopwatch.GetElapsedTime(_askedAt) < Interval || assignment.Workers.Count == 0) return;
        _askedAt = Stopwatch.GetTimestamp();
        _question = client.TopicsAsync([.. assignment.Workers.Select(w => w.Partition.Topic).Distinct()], stopping);
    }

    private void Compare(IReadOnlyDictionary<string, TopicFacts> topics)
    {
        foreach (var topic in assignment.Workers.Where(w => IsReplaced(w, topics)).GroupBy(w => w.Partition.Topic).ToList())
        {
            replaced(topic.Key, [.. topic.Select(w => w.Partition)]);
        }
    }

    private static bool IsReplaced(PartitionWorker worker, IReadOnlyDictionary<string, TopicFacts> topics) =>
        worker.TopicId is { } then && topics.TryGetValue(worker.Partition.Topic, out var facts) && facts.Id is { } now && now != then;
}
