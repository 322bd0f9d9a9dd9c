using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks for committed offsets through Confluent's public interface, which tells no metadata, and for logs.</summary>
/// <param name="consumer">Whom to ask.</param>
/// <param name="logs">Asks for the logs.</param>
/// <param name="failed">Told of what lasts. Any thread.</param>
internal sealed class ManagedCommitted(IConsumer<byte[]?, byte[]?> consumer, LogQuestion logs, Action<Error> failed) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _asked = [];

    public Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> AskAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Remember(Task.Factory.StartNew<IReadOnlyDictionary<TopicPartition, CommittedOffset>>(
            () => Ask(partitions, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).WaitAsync(cancellationToken);

    /// <summary>Asks where the logs of partitions begin and end.</summary>
    public Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Remember(AskLogsAsync(partitions, cancellationToken)).WaitAsync(cancellationToken);

    /// <summary>Asks nothing again, and waits for the call that is under way. May be called again.</summary>
    public void Dispose()
    {
        _end.Cancel();
        Task[] asked;
        lock (_asked) asked = [.. _asked];
        Task.WhenAll(asked).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
    }

    private Task<T> Remember<T>(Task<T> question)
    {
        lock (_asked)
        {
            _asked.RemoveAll(task => task.IsCompleted);
            _asked.Add(question);
            return question;
        }
    }

    private async Task<IReadOnlyDictionary<TopicPartition, LogRange>> AskLogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        return await logs.AskAsync(partitions, either.Token);
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
                    o => new TopicPartition(o.Topic, o.Partition.Value), o => new CommittedOffset(Math.Max(o.Offset.Value, -1), null, default, o.LeaderEpoch ?? -1));
            }
            catch (KafkaException exception)      // a timeout never means that there is none
            {
                if (exception.Error.Code != ErrorCode.Local_TimedOut) failed(exception.Error);
                cancellationToken.WaitHandle.WaitOne(Pause);
            }
        }
    }
}
