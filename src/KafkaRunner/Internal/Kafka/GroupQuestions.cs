using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks a group whether it answers and what it has committed, and brokers for topics and logs, off the poll thread, and lets the client end only when nobody asks.</summary>
/// <param name="requests">Asks brokers.</param>
/// <param name="askOnce">Asks once for committed offsets.</param>
/// <param name="usesFacts">Whether there is any use for what brokers tell of topics that are there.</param>
/// <param name="isMock">Tells whether there is nobody to ask about topics.</param>
/// <param name="logs">Asks for the logs.</param>
/// <param name="failed">Told of what lasts. Any thread.</param>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal.")]
internal sealed class GroupQuestions(AdminRequests requests, CommittedQuestion.AskOnce askOnce, bool usesFacts, Func<bool> isMock, LogQuestion logs, Action<ClientFailure> failed)
    : IGroupQuestions
{
    /// <summary>How long a client waits, when it ends, for what it was asked: longer than a request to a broker takes that does not answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private readonly AssignedOffsets _assigned = new(askOnce);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _asked = [];
    private bool _ended;

    /// <summary>Partitions were assigned. Tells where they are read from. Poll thread; does not throw.</summary>
    public IReadOnlyList<TopicPartitionOffset> Place(IReadOnlyList<TopicPartition> partitions, GroupEvents events)
    {
        var offsets = _assigned.Ask(partitions, isAsked: !_ended);
        events.Raise(e => e.Assigned(partitions));
        return offsets;
    }

    /// <summary>Asks for committed offsets and topics. The answers come as they are given.</summary>
    public async IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        var token = either.Token;
        var answers = Channel.CreateUnbounded<Dictionary<TopicPartition, StoredOffset>>();
        var committed = Remember(() => Task.Factory.StartNew(() => Ask(partitions, answers.Writer, token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        var topics = AsksFacts
            ? Remember(() => TopicQuestion.AskAsync(requests, [.. partitions.Select(p => p.Topic).Distinct()], committed, TopicQuestion.MaxTimeouts, token))
            : Task.FromResult(TopicQuestion.None);
        var facts = await topics.WaitAsync(token);
        await foreach (var answer in answers.Reader.ReadAllAsync(token))
        {
            yield return answer.ToDictionary(
                a => a.Key,
                a => new CommittedOffset(a.Value.Offset, a.Value.Metadata, facts.GetValueOrDefault(a.Key.Topic), a.Value.LeaderEpoch, _assigned.IsPlaced(a.Key)));
        }
    }

    /// <summary>Asks for topics, until they are told; null where nobody tells.</summary>
    public async Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        if (!AsksFacts) return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        var facts = await Remember(() => TopicQuestion.AskAsync(requests, topics, Task.CompletedTask, int.MaxValue, either.Token)).WaitAsync(either.Token);
        return ReferenceEquals(facts, TopicQuestion.None) ? null : facts;
    }

    /// <summary>Asks, once, whether topics are there and may be seen.</summary>
    public async Task<IReadOnlyDictionary<string, FailureCode>> TopicStatesAsync(IReadOnlyList<string> topics) =>
        isMock() ? TopicStates.None : await Remember(() => TopicStates.AskAsync(requests, topics));

    /// <summary>Asks, once, whether the group answers.</summary>
    // Not by an admin request: those to a coordinator that has just gone end the process, by an assertion of librdkafka's (2.16).
    public async Task<bool> AnswersAsync() => await Remember(() => Task.Factory.StartNew(
        () => new CommittedQuestion(askOnce, failed).Answers(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Asks where the logs of partitions begin and end.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        return await Remember(() => logs.AskAsync(partitions, either.Token)).WaitAsync(either.Token);
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

    /// <summary>Ends, and waits for the calls that are under way, up to a time.</summary>
    /// <returns>Whether none is, so that the client may be disposed.</returns>
    public bool TryEnd(TimeSpan timeout)
    {
        End();
        return !requests.LeftAny && Task.WhenAll(_asked).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(timeout);
    }

    private bool AsksFacts => usesFacts && !isMock();

    private void Ask(IReadOnlyList<TopicPartition> partitions, ChannelWriter<Dictionary<TopicPartition, StoredOffset>> answers, CancellationToken cancellationToken)
    {
        try
        {
            var told = _assigned.Take(partitions);
            if (told.Count > 0) answers.TryWrite(told);
            new CommittedQuestion(askOnce, failed).Ask([.. partitions.Except(told.Keys)], answer => answers.TryWrite(answer), cancellationToken);
            answers.Complete();
        }
        catch (Exception exception)
        {
            answers.Complete(exception);
        }
    }

    private Task<T> Remember<T>(Func<Task<T>> ask) => (Task<T>)Remember((Func<Task>)ask);

    // The call to librdkafka goes on to its timeout, whoever does not wait for it any more.
    private Task Remember(Func<Task> ask)
    {
        lock (_asked)
        {
            if (_ended) throw new OperationCanceledException("The client is closed.");
            _asked.RemoveAll(task => task.IsCompleted);
            var question = ask();
            _asked.Add(question);
            return question;
        }
    }
}
