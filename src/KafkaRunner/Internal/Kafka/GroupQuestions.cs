using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks a group for committed offsets and topic ids on a thread of its own, and for topics, and lets the client end only when nobody asks.</summary>
/// <param name="handle">Confluent's.</param>
/// <param name="client">The native one.</param>
/// <param name="failed">Told of what lasts. Any thread.</param>
internal sealed class GroupQuestions(Handle handle, nint client, Action<Error> failed) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _asked = [];
    private bool _ended;

    public Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> AskAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0) return Task.FromResult<IReadOnlyDictionary<TopicPartition, CommittedOffset>>(new Dictionary<TopicPartition, CommittedOffset>());
        lock (_asked)
        {
            if (_ended) return Task.FromCanceled<IReadOnlyDictionary<TopicPartition, CommittedOffset>>(new CancellationToken(canceled: true));
            _asked.RemoveAll(task => task.IsCompleted);
            var question = AskBothAsync(partitions, cancellationToken);
            _asked.Add(question);
            return question.WaitAsync(cancellationToken);       // the call to librdkafka itself goes on to its timeout
        }
    }

    public Task<IReadOnlyDictionary<string, ErrorCode>> AskForTopicsAsync(IReadOnlyList<string> topics)
    {
        lock (_asked)
        {
            if (_ended || IsMock()) return Task.FromResult(TopicStates.None);
            _asked.RemoveAll(task => task.IsCompleted);
            var question = TopicStates.AskAsync(handle, topics, _end.Token);
            _asked.Add(question);
            return question;
        }
    }

    // Not by an admin request: those to a coordinator that has just gone end the process, by an assertion of librdkafka's (2.16).
    public Task<bool> AskWhetherItAnswersAsync(string topic)
    {
        lock (_asked)
        {
            if (_ended) return Task.FromResult(false);
            _asked.RemoveAll(task => task.IsCompleted);
            var question = Task.Factory.StartNew(
                () => new CommittedQuestion(client, failed).Answers(topic), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _asked.Add(question);
            return question;
        }
    }

    /// <summary>Takes no further question and asks nothing again.</summary>
    public void End()
    {
        lock (_asked)
        {
            if (_ended) return;
            _ended = true;
        }

        _end.Cancel();
    }

    /// <summary>Ends, and waits for the call that is under way.</summary>
    public void Dispose()
    {
        End();
        Task.WhenAll(_asked).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        _end.Dispose();
    }

    private async Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> AskBothAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        var committed = Task.Factory.StartNew(
            () => new CommittedQuestion(client, failed).Ask(partitions, either.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var ids = IsMock()
            ? Task.FromResult(TopicIds.None)
            : TopicIds.AskAsync(handle, [.. partitions.Select(p => p.Topic).Distinct()], committed, either.Token);
        await Task.WhenAll(committed, ids);
        var (offsets, topicIds) = (await committed, await ids);
        return partitions.ToDictionary(
            partition => partition,
            partition => new CommittedOffset(
                offsets[partition].Offset, offsets[partition].Metadata, topicIds.TryGetValue(partition.Topic, out var id) ? id : null, offsets[partition].LeaderEpoch));
    }

    // librdkafka's mock cluster names a controller that it does not have, and asking for topics would wait for it in vain.
    private bool IsMock()
    {
        var id = Librdkafka.rd_kafka_clusterid(client, 0);
        var isMock = Marshal.PtrToStringUTF8(id)?.StartsWith("mockCluster", StringComparison.Ordinal) == true;
        if (id != 0) Librdkafka.rd_kafka_mem_free(client, id);
        return isMock;
    }
}
