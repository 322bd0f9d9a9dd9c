using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Partitions;

/// <summary>While there is trouble with the brokers, asks the group until it answers: then the trouble is over, also where no message comes. Poll thread only.</summary>
internal sealed class ConnectionWatch(IGroupQuestions questions, TroubleReporter trouble, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private Task<bool>? _question;
    private long _askedAt = time.GetTimestamp();

    /// <summary>Asks if it is time to, and sees to what was answered.</summary>
    public void Serve()
    {
        if (_question is { IsCompleted: true } answered)
        {
            _question = null;
            // An answer to what was asked before the last error says nothing of after it.
            if (answered is { IsCompletedSuccessfully: true, Result: true } && trouble.ConnectionFailedAt < _askedAt) trouble.Clear();
        }

        if (_question is not null || trouble.ConnectionFailedAt is null || time.GetElapsedTime(_askedAt) < Interval) return;
        _askedAt = time.GetTimestamp();
        _question = questions.AnswersAsync();
    }
}
