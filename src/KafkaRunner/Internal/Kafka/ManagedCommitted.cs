using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks for committed offsets through Confluent's public interface, which tells neither metadata nor topic ids.</summary>
/// <param name="consumer">Whom to ask.</param>
/// <param name="failed">Told of what lasts. Any thread.</param>
internal sealed class ManagedCommitted(IConsumer<byte[]?, byte[]?> consumer, Action<Error> failed) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _asked = [];

    public Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> AskAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        lock (_asked)
        {
            _asked.RemoveAll(task => task.IsCompleted);
            var question = Task.Factory.StartNew<IReadOnlyDictionary<TopicPartition, CommittedOffset>>(() => Ask(partitions, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _asked.Add(question);
            return question.WaitAsync(cancellationToken);
        }
    }

    public Task<IReadOnlyDictionary<string, ErrorCode>> AskForTopicsAsync(IReadOnlyList<string> topics)
    {
        lock (_asked)
        {
            if (_end.IsCancellationRequested) return Task.FromResult(TopicStates.None);
            _asked.RemoveAll(task => task.IsCompleted);
            var question = TopicStates.AskAsync(consumer.Handle, topics, _end.Token);
            _asked.Add(question);
            return question;
        }
    }

    public Task<bool> AskWhetherItAnswersAsync(string topic)
    {
        lock (_asked)
        {
            if (_end.IsCancellationRequested) return Task.FromResult(false);
            _asked.RemoveAll(task => task.IsCompleted);
            var question = Task.Factory.StartNew(() => Answers(topic), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _asked.Add(question);
            return question;
        }
    }

    /// <summary>Asks nothing again, and waits for the call that is under way. May be called again.</summary>
    public void Dispose()
    {
        _end.Cancel();
        Task[] asked;
        lock (_asked) asked = [.. _asked];
        Task.WhenAll(asked).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
    }

    private bool Answers(string topic)
    {
        try
        {
            consumer.Committed([new Confluent.Kafka.TopicPartition(topic, 0)], AnswerTimeout);
            return true;
        }
        catch (KafkaException exception)
        {
            return CommittedQuestion.IsAnswer(exception.Error.Code);
        }
    }

    private Dictionary<TopicPartition, CommittedOffset> Ask(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _end.Token.ThrowIfCancellationRequested();
            try
            {
                var asked = partitions.Select(p => new Confluent.Kafka.TopicPartition(p.Topic, p.Partition));
                return consumer.Committed(asked, Timeout).ToDictionary(
                    o => new TopicPartition(o.Topic, o.Partition.Value), o => new CommittedOffset(Math.Max(o.Offset.Value, -1), null, null, o.LeaderEpoch ?? -1));
            }
            catch (KafkaException exception)      // a timeout never means that there is none
            {
                if (exception.Error.Code != ErrorCode.Local_TimedOut) failed(exception.Error);
                cancellationToken.WaitHandle.WaitOne(Pause);
            }
        }
    }
}
