using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A client's questions. Answers come from events of the world, and none where nobody is there to give it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Without timers or wait handles a token source needs no disposal.")]
internal sealed class ModelQuestions(ClientContext context, OffsetQuestion offsets) : IGroupQuestions
{
    private const int FailuresBeforeTelling = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    private readonly AssignedOffsets _assigned = new(offsets.AskOnce);
    private readonly CancellationTokenSource _end = new();
    private readonly Cluster _cluster = context.Cluster;

    private bool IsNative => context.Options.MessageSource == MessageSource.Native;

    /// <summary>Asks where newly assigned partitions are read from. Poll thread.</summary>
    public IReadOnlyList<TopicPartitionOffset> Place(IReadOnlyList<TopicPartition> partitions) => _assigned.Ask(partitions, !_end.IsCancellationRequested);

    /// <summary>Takes no further question, and answers none of those that may last.</summary>
    public void End() => _end.Cancel();

    public async IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        var token = either.Token;
        IReadOnlyDictionary<string, TopicFacts> facts = IsNative ? await Topics([.. partitions.Select(p => p.Topic).Distinct()], token) : new Dictionary<string, TopicFacts>();
        var told = _assigned.Take(partitions);
        if (told.Count > 0) yield return Whole(told, facts);
        List<TopicPartition> open = [.. partitions.Except(told.Keys)];
        for (var timeouts = 0; open.Count > 0; await Wait(Pause, token))
        {
            var error = ErrorCode.NoError;
            // Halves of what was not answered: a transaction that is open on one offset holds up no other.
            var questions = new Queue<TopicPartition[]>([[.. open]]);
            while (questions.TryDequeue(out var asked))
            {
                var (outcome, answers) = await Ask(asked, token);
                if (answers.Count > 0)
                {
                    open.RemoveAll(answers.ContainsKey);
                    yield return Whole(answers, facts);
                }

                if (outcome == ErrorCode.NoError) continue;
                error = outcome;
                if (outcome != ErrorCode.Local_TimedOut || asked.Length == 1) continue;
                questions.Enqueue(asked[..(asked.Length / 2)]);
                questions.Enqueue(asked[(asked.Length / 2)..]);
            }

            if (open.Count > 0 && ++timeouts >= FailuresBeforeTelling) await Tell(open, error, token);
        }
    }

    public async Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        if (!IsNative) return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        return await Topics(topics, either.Token);
    }

    public async Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        for (var failures = 1; ; failures++)
        {
            var told = await Once(() => RangesOf(partitions), either.Token);
            if (told is { Count: > 0 }) return told;
            var code = told is null ? ErrorCode.Local_TimedOut : ErrorCode.UnknownTopicOrPart;
            if (failures >= FailuresBeforeTelling) context.Fail(OfBeginning(partitions[0], code, "nobody tells where the log begins and ends"));
            await Wait(Pause, either.Token);
        }
    }

    public async Task<IReadOnlyDictionary<string, FailureCode>> TopicStatesAsync(IReadOnlyList<string> topics)
    {
        _end.Token.ThrowIfCancellationRequested();
        return await Once(() => topics.ToDictionary(t => t, t => _cluster.Topics.ContainsKey(t) ? FailureCode.None : FailureCode.TopicMissing), CancellationToken.None)
            ?? new Dictionary<string, FailureCode>();
    }

    public async Task<bool> AnswersAsync()
    {
        _end.Token.ThrowIfCancellationRequested();
        return (await Ask([], CancellationToken.None)).Error == ErrorCode.NoError;
    }

    private static ClientFailure OfBeginning(TopicPartition partition, ErrorCode code, string what) =>
        new(code, $"{what}: {code.GetReason()}") { Partition = partition, IsOfBeginning = true };

    private Dictionary<TopicPartition, CommittedOffset> Whole(Dictionary<TopicPartition, StoredOffset> told, IReadOnlyDictionary<string, TopicFacts> facts) => told.ToDictionary(
        t => t.Key, t => new CommittedOffset(t.Value.Offset, t.Value.Metadata, facts.GetValueOrDefault(t.Key.Topic), t.Value.LeaderEpoch, _assigned.IsPlaced(t.Key)));

    private async Task Tell(List<TopicPartition> open, ErrorCode error, CancellationToken cancellationToken)
    {
        if (error == ErrorCode.Local_TimedOut && (await Ask([], cancellationToken)).Error == ErrorCode.NoError)
        {
            foreach (var partition in open) context.Fail(OfBeginning(partition, ErrorCode.UnstableOffsetCommit, "the group does not tell what it has committed"));
        }
        else
        {
            context.Fail(new ClientFailure(error, $"The group does not tell what it has committed: {error.GetReason()}"));
        }
    }

    private async Task<IReadOnlyDictionary<string, TopicFacts>> Topics(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await Once(() => topics.Where(_cluster.Topics.ContainsKey).ToDictionary(t => t, _cluster.FactsOf), cancellationToken) is { } told) return told;
            await Wait(Pause, cancellationToken);
        }
    }

    // Of some only, now and then; the others are asked for again.
    private Dictionary<TopicPartition, LogRange> RangesOf(IReadOnlyList<TopicPartition> partitions)
    {
        var isPart = _cluster.World.Chance(_cluster.Options.LateAnswers);
        return partitions.Take(isPart ? 1 : partitions.Count).Where(p => _cluster.LogOf(p) is not null)
            .ToDictionary(p => p, p => new LogRange(_cluster.LogOf(p)!.Start, _cluster.LogOf(p)!.EndFor(context.IsCommittedOnly), _cluster.LogOf(p)!.LeaderEpoch));
    }

    private Task<(ErrorCode Error, Dictionary<TopicPartition, StoredOffset> Told)> Ask(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Promised<(ErrorCode, Dictionary<TopicPartition, StoredOffset>)>(done => offsets.Send(partitions, (error, told) => done((error, told))), cancellationToken);

    /// <summary>Asks a broker once; null where none answers in time.</summary>
    private Task<T?> Once<T>(Func<T> answer, CancellationToken cancellationToken)
        where T : class =>
        Promised<T?>(
            done => context.Process.Later(_cluster.Network.Latency(), "a question arrives", () =>
            {
                if (_cluster.Network.AreBrokersDown)
                {
                    context.Process.Later(RequestTimeout, "a question times out", () => done(null));
                    return;
                }

                var given = answer();
                context.Process.Later(_cluster.Network.Latency(), "a question is answered", () => done(given));
            }),
            cancellationToken);

    private Task<bool> Wait(TimeSpan time, CancellationToken cancellationToken) =>
        Promised<bool>(done => context.Process.Later(time, "asks again", () => done(true)), cancellationToken);

    // Continuations run in the event that completes it, or where their context has them.
    private static async Task<T> Promised<T>(Action<Action<T>> begin, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var promise = new TaskCompletionSource<T>();
        using var registration = cancellationToken.Register(() => promise.TrySetCanceled(cancellationToken));
        begin(value => promise.TrySetResult(value));
        return await promise.Task;
    }
}
