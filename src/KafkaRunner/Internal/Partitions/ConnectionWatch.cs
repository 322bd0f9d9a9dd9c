using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>While there is trouble with the brokers, asks the group until it answers: then the trouble is over, also where no message comes. Poll thread only.</summary>
internal sealed class ConnectionWatch(IGroupQuestions questions, TroubleReporter trouble, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly PeriodicQuestion<bool> _question = new(time, questions.AnswersAsync);

    /// <summary>Asks if it is time to, and sees to what was answered.</summary>
    public void Serve()
    {
        // An answer to what was asked before the last error says nothing of after it.
        if (_question.TryTake(out var answers) && answers && trouble.ConnectionFailedAt < _question.AskedAt) trouble.Clear();
        if (trouble.ConnectionFailedAt is not null) _question.AskIfDue(Interval);
    }
}
