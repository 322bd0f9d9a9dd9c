using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Asks every few seconds whether the topics are those that the partitions were assigned of. One that was deleted and created again has the same name, and
/// where it is longer at once the client goes on in it at the old offset. Poll thread.
/// </summary>
/// <param name="questions">Asks.</param>
/// <param name="assignment">Whose topics.</param>
/// <param name="context">Tells when one is in doubt.</param>
/// <param name="replaced">Called with a topic that is another one now, and its partitions.</param>
internal sealed class TopicIdentity(IGroupQuestions questions, Assignment assignment, WorkerContext context, Action<string, IReadOnlyList<TopicPartition>> replaced)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly PeriodicQuestion<IReadOnlyDictionary<string, TopicFacts>?> _question = new(
        context.Runtime.Deadlines,
        () => questions.TopicsAsync([.. assignment.Workers.Select(w => w.Partition.Topic).Distinct()], CancellationToken.None));     // it ends with the client

    /// <summary>Waits, up to a time, for the answer where a topic is in doubt: the last commit names it.</summary>
    public void AwaitAnswer(TimeSpan timeout, Action<TimeSpan> wait)
    {
        var time = new Countdown(context.Runtime.Deadlines, timeout);
        CheckIfDue();
        while (_question.IsAsked && !time.IsOver)
        {
            wait(TimeSpan.FromMilliseconds(10));
            CheckIfDue();
        }
    }

    public void CheckIfDue()
    {
        if (_question.TryTake(out var topics) && topics is not null) Compare(topics);
        if (!_question.IsAsked && assignment.Workers.Count > 0) _question.AskIfDue(context.TakeDoubt() ? TimeSpan.Zero : Interval);
    }

    private void Compare(IReadOnlyDictionary<string, TopicFacts> topics)
    {
        foreach (var topic in assignment.Workers.Where(w => IsReplaced(w, topics)).GroupBy(w => w.Partition.Topic).ToList())
        {
            replaced(topic.Key, [.. topic.Select(w => w.Partition)]);
        }
    }

    private static bool IsReplaced(PartitionWorker worker, IReadOnlyDictionary<string, TopicFacts> topics) =>
        topics.TryGetValue(worker.Partition.Topic, out var facts) && facts.Id is { } now && worker.IsReplaced(now);
}
