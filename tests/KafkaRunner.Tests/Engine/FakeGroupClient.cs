using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;

namespace KafkaRunner.Tests.Engine;

/// <summary>A group member without a group: the test says what is assigned, revoked and lost, and what commits answer.</summary>
/// <param name="before">Whose logs and offsets it takes over, as a process does that was started after another.</param>
internal sealed class FakeGroupClient(FakeGroupClient? before = null) : IGroupClient, IGroupQuestions
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(10);     // there may be something to commit

    private static readonly Action Awake = () => { };

    private readonly BlockingCollection<Action> _events = [];
    private readonly ConcurrentDictionary<TopicPartition, FakePartition> _partitions = before?._partitions ?? new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _commitResult;
    private int _rounds;

    /// <summary>Gets the offsets that the group has, as the broker would keep them.</summary>
    public ConcurrentDictionary<TopicPartition, long> Committed { get; } = before?.Committed ?? new();

    /// <summary>Gets the offsets of a partition that the group says are finished: by the committed one, or by the map.</summary>
    public HashSet<int> SaidToBeFinished(TopicPartition partition)
    {
        lock (Committed)
        {
            var said = Enumerable.Range(0, (int)Committed.GetValueOrDefault(partition)).ToHashSet();
            if (!OffsetMap.TryDecode(Metadata.GetValueOrDefault(partition), out var map)) return said;
            said.UnionWith(map.Finished.SelectMany(range => Enumerable.Range((int)range.First, (int)(range.End - range.First))));
            return said;
        }
    }

    /// <summary>Gets the leader epochs that came with them.</summary>
    public ConcurrentDictionary<TopicPartition, int> LeaderEpochs { get; } = before?.LeaderEpochs ?? new();

    /// <summary>Gets or sets what hears of every offset that is sent to be committed, on the poll thread.</summary>
    public Action<OffsetToCommit> Committing { get; set; } = _ => { };

    /// <summary>Gets or sets what the next commits answer; asked each time.</summary>
    public Func<ErrorCode> CommitAnswer { get; set; } = () => ErrorCode.NoError;

    /// <summary>Gets or sets the partition whose commits are refused for good; it makes a commit of several fail as a whole, as librdkafka does.</summary>
    public TopicPartition? Refused { get; set; }

    public bool IsClosed { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool IsAbandoned { get; private set; }

    public IReadOnlyList<string> Topics { get; private set; } = [];

    private IGroupEvents Events { get; set; } = null!;

    /// <summary>Appends messages to a partition, assigned or not.</summary>
    public void Append(TopicPartition partition, params string?[] values) => PartitionOf(partition).Append(values.Select(v => ((string?)null, v)));

    /// <summary>Appends messages with keys.</summary>
    public void Append(TopicPartition partition, params IEnumerable<(string? Key, string? Value)> messages) => PartitionOf(partition).Append(messages);

    /// <summary>The topic is deleted and created again, with other messages, under the leader epoch that it had.</summary>
    public void CreateAgain(TopicPartition partition, params IEnumerable<(string? Key, string? Value)> messages) => PartitionOf(partition).CreateAgain(messages);

    /// <summary>The oldest messages of a log are deleted.</summary>
    public void DeleteBefore(TopicPartition partition, long offset) => PartitionOf(partition).DeleteBefore(offset);

    /// <summary>Delivers messages again that were delivered before, as librdkafka does at times.</summary>
    public void DeliverAgain(TopicPartition partition, long from) => PartitionOf(partition).DeliverAgain(from);

    /// <summary>A new leader cuts the log at an offset, and it goes on with other messages.</summary>
    public void CutTo(TopicPartition partition, int offset, params IEnumerable<(string? Key, string? Value)> messages) =>
        PartitionOf(partition).CutTo(offset, messages);

    public IReadOnlyList<FakePartition.Entry> Log(TopicPartition partition) => PartitionOf(partition).Log;

    public void Assign(params TopicPartition[] partitions) => Raise(events => events.Assigned(partitions));

    public void Revoke(params TopicPartition[] partitions) => Raise(events => events.Revoking(partitions));

    public void Lose(params TopicPartition[] partitions) => Raise(events => events.Lost(partitions));

    /// <summary>Has the poll thread raise an event when it comes to it. The task completes then, or when the client has ended.</summary>
    public Task Post(Action<IGroupEvents> raise)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Add(() =>
        {
            raise(Events);
            done.SetResult();
        });
        return Task.WhenAny(done.Task, _ended.Task);
    }

    /// <summary>Something goes wrong, told as librdkafka tells it.</summary>
    public void Fail(Error error) => Raise(events => events.Failed(ClientFailure.Of(error)));

    /// <summary>Something goes wrong at a partition.</summary>
    public void Fail(TopicPartition partition, Error error) => Raise(events => events.Failed(ClientFailure.Of(partition, error)));

    public int OpenSources(TopicPartition partition) => PartitionOf(partition).OpenSources;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events) => (Topics, Events) = (topics, events);

    /// <summary>Gets what the brokers tell of topics; nothing of those that are not there.</summary>
    public ConcurrentDictionary<string, ErrorCode> TopicStates { get; } = new();

    /// <summary>Gets or sets whether the group answers.</summary>
    public Func<Task<bool>> Answers { get; set; } = () => Task.FromResult(true);

    public IGroupQuestions Questions => this;

    public Task<bool> AnswersAsync() => Answers();

    /// <summary>Gets how often they were asked.</summary>
    public int TopicQuestions { get; private set; }

    public Task<IReadOnlyDictionary<string, FailureCode>> TopicStatesAsync(IReadOnlyList<string> topics)
    {
        TopicQuestions++;
        return Task.FromResult<IReadOnlyDictionary<string, FailureCode>>(TopicStates.Where(t => topics.Contains(t.Key)).ToDictionary(t => t.Key, t => new FailureCode(t.Value)));
    }

    public void Poll(TimeSpan timeout)
    {
        Calling("Poll");
        if (_events.TryTake(out var raise, timeout < LongestPoll ? timeout : LongestPoll)) raise();
        while (raise == Awake && _events.TryTake(out raise)) raise();       // or a commit's result would overtake what the group has told before
        ServeCommits(TimeSpan.Zero);
    }

    public bool CarriesMetadata { get; set; } = true;

    /// <summary>Gets the metadata that came with the committed offsets.</summary>
    public ConcurrentDictionary<TopicPartition, string> Metadata { get; } = before?.Metadata ?? new();

    /// <summary>Gets or sets the id that every topic has; null for a broker that does not tell.</summary>
    public Guid? TopicId { get; set; } = before?.TopicId ?? Guid.NewGuid();

    public void Wake()
    {
        Calling("Wake");
        _events.Add(Awake);
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Calling("CommittedAsync");
        yield return partitions.Where(p => !Unanswered.Contains(p)).ToDictionary(p => p, CommittedOf);
        if (!partitions.Any(Unanswered.Contains)) yield break;
        await Answer.Task.WaitAsync(cancellationToken);
        yield return partitions.Where(Unanswered.Contains).ToDictionary(p => p, CommittedOf);
    }

    /// <summary>Gets the partitions of which the group does not tell what it has committed, until <see cref="Answer"/> completes.</summary>
    public HashSet<TopicPartition> Unanswered { get; } = [];

    public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CommittedOffset CommittedOf(TopicPartition partition) => new(
        Committed.GetValueOrDefault(partition, IsNew ? -1 : 0), Metadata.GetValueOrDefault(partition), new TopicFacts(TopicId, Partitions), LeaderEpochs.GetValueOrDefault(partition, -1));

    /// <summary>Gets or sets whether the group has committed only what is in <see cref="Committed"/>; otherwise it has begun everywhere, at 0.</summary>
    public bool IsNew { get; set; } = before?.IsNew ?? false;

    /// <summary>Gets or sets how many partitions every topic has; null for a broker that does not tell.</summary>
    public int? Partitions { get; set; } = before?.Partitions;

    /// <summary>Gets or sets how many partitions every topic has, where only a question for that alone is answered.</summary>
    public int? PartitionsIfAsked { get; set; }

    public Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, TopicFacts>?>(topics.ToDictionary(t => t, _ => new TopicFacts(TopicId, Partitions ?? PartitionsIfAsked)));

    /// <summary>Gets or sets how often a seek is refused because the client has not begun to fetch.</summary>
    public int RefusedSeeks { get; set; }

    public Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        Calling("LogsAsync");
        return Task.FromResult<IReadOnlyDictionary<TopicPartition, LogRange>>(partitions.ToDictionary(p => p, p => PartitionOf(p).Range));
    }

    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch)
    {
        Calling("TrySeek");
        if (RefusedSeeks-- > 0) return false;
        PartitionOf(partition).Seek(offset, leaderEpoch);
        return true;
    }

    public IPartitionSource Open(TopicPartition partition, Action readable)
    {
        Calling("Open");
        return PartitionOf(partition).Open(Committed.GetValueOrDefault(partition, 0), readable);
    }

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        Calling("Commit");
        foreach (var offset in offsets) Committing(offset);
        var answer = offsets.Any(offset => offset.Partition == Refused) ? ErrorCode.TopicAuthorizationFailed
            : offsets.Any(offset => offset.Metadata?.Length > MaxMetadata) ? ErrorCode.OffsetMetadataTooLarge : CommitAnswer();
        _commitResult = () =>
        {
            foreach (var offset in offsets.Where(o => answer == ErrorCode.NoError || (answer == ErrorCode.OffsetMetadataTooLarge && !(o.Metadata?.Length > MaxMetadata))))
            {
                lock (Committed)
                {
                    Committed[offset.Partition] = offset.Offset;
                    LeaderEpochs[offset.Partition] = offset.LeaderEpoch;
                    Metadata[offset.Partition] = offset.Metadata ?? "";
                }
            }

            completed(new CommitResult(answer, new Dictionary<TopicPartition, FailureCode>()));
        };
    }

    /// <summary>Gets or sets how long metadata may be. The broker refuses only what is longer; librdkafka says that all of the commit failed.</summary>
    public int MaxMetadata { get; set; } = 4_096;

    /// <summary>Gets how often the poll thread has come by: it does with each poll, and again and again while it waits in a rebalance event.</summary>
    public int Rounds => Volatile.Read(ref _rounds);

    public void ServeCommits(TimeSpan timeout)
    {
        Interlocked.Increment(ref _rounds);
        Calling("ServeCommits");
        Interlocked.Exchange(ref _commitResult, null)?.Invoke();
    }

    /// <summary>Gets or sets whether closing revokes what is assigned, as a real group does.</summary>
    public bool RevokesOnClose { get; set; }

    /// <summary>Gets or sets whether closing takes longer than it may.</summary>
    public bool ClosesTooLate { get; set; }

    public bool Close(TimeSpan timeout)
    {
        Calling("Close");
        if (RevokesOnClose) Events.Revoking([.. _partitions.Keys]);
        IsClosed = true;
        _ended.TrySetResult();
        return !ClosesTooLate;
    }

    public void Abandon()
    {
        IsAbandoned = true;
        _ended.TrySetResult();
    }

    public void Dispose()
    {
        IsDisposed = true;
        Calling("Dispose");
    }

    private void Raise(Action<IGroupEvents> raise) =>
        Assert.True(Post(raise).Wait(TimeSpan.FromSeconds(10)), "The poll thread did not serve the event within 10 s.");

    /// <summary>Gets or sets what is done first in each call, by its name: a place to throw.</summary>
    public Action<string> Calling { get; set; } = _ => { };

    public FakePartition PartitionOf(TopicPartition partition) => _partitions.GetOrAdd(partition, p => new FakePartition(p));
}
