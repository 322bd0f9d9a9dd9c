using System.Collections.Concurrent;
using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Tests.Engine;

/// <summary>A group member without a group: the test says what is assigned, revoked and lost, and what commits answer.</summary>
/// <param name="before">Whose logs and offsets it takes over, as a process does that was started after another.</param>
internal sealed class FakeGroupClient(FakeGroupClient? before = null) : IGroupClient
{
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(10);     // there may be something to commit

    private readonly BlockingCollection<Action> _events = [];
    private readonly ConcurrentDictionary<TopicPartition, FakePartition> _partitions = before?._partitions ?? new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _commitResult;

    /// <summary>Gets the offsets that the group has, as the broker would keep them.</summary>
    public ConcurrentDictionary<TopicPartition, long> Committed { get; } = before?.Committed ?? new();

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

    public void Fail(Error error) => Raise(events => events.Failed(error));

    public int OpenSources(TopicPartition partition) => PartitionOf(partition).OpenSources;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events) => (Topics, Events) = (topics, events);

    /// <summary>Gets what the brokers tell of topics; nothing of those that are not there.</summary>
    public ConcurrentDictionary<string, ErrorCode> TopicStates { get; } = new();

    /// <summary>Gets or sets whether the group answers.</summary>
    public Func<Task<bool>> Answers { get; set; } = () => Task.FromResult(false);

    public Task<bool> AnswersAsync(string topic) => Answers();

    /// <summary>Gets how often they were asked.</summary>
    public int TopicQuestions { get; private set; }

    public Task<IReadOnlyDictionary<string, ErrorCode>> TopicsAsync(IReadOnlyList<string> topics)
    {
        TopicQuestions++;
        return Task.FromResult<IReadOnlyDictionary<string, ErrorCode>>(TopicStates.Where(t => topics.Contains(t.Key)).ToDictionary());
    }

    public void Poll(TimeSpan timeout)
    {
        if (_events.TryTake(out var raise, timeout < LongestPoll ? timeout : LongestPoll)) raise();
        ServeCommits(TimeSpan.Zero);
    }

    public bool CarriesMetadata { get; set; } = true;

    /// <summary>Gets the metadata that came with the committed offsets.</summary>
    public ConcurrentDictionary<TopicPartition, string> Metadata { get; } = before?.Metadata ?? new();

    /// <summary>Gets or sets the id that every topic has; null for a broker that does not tell.</summary>
    public Guid? TopicId { get; set; } = before?.TopicId ?? Guid.NewGuid();

    public void Wake() => _events.Add(() => { });

    public Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<TopicPartition, CommittedOffset>>(partitions.ToDictionary(
            p => p, p => new CommittedOffset(Committed.GetValueOrDefault(p, -1), Metadata.GetValueOrDefault(p), TopicId, LeaderEpochs.GetValueOrDefault(p, -1))));

    public IPartitionSource Open(TopicPartition partition, Action readable) =>
        PartitionOf(partition).Open(Committed.GetValueOrDefault(partition, 0), LeaderEpochs.GetValueOrDefault(partition, -1), readable);

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        foreach (var offset in offsets) Committing(offset);
        var answer = offsets.Any(offset => offset.Partition == Refused) ? ErrorCode.TopicAuthorizationFailed : CommitAnswer();
        _commitResult = () =>
        {
            if (answer == ErrorCode.NoError)
            {
                foreach (var offset in offsets)
                {
                    Committed[offset.Partition] = offset.Offset;
                    LeaderEpochs[offset.Partition] = offset.LeaderEpoch;
                    Metadata[offset.Partition] = offset.Metadata ?? "";
                }
            }

            completed(new CommitResult(answer, new Dictionary<TopicPartition, ErrorCode>()));
        };
    }

    public void ServeCommits(TimeSpan timeout) => Interlocked.Exchange(ref _commitResult, null)?.Invoke();

    /// <summary>Gets or sets whether closing revokes what is assigned, as a real group does.</summary>
    public bool RevokesOnClose { get; set; }

    public void Close()
    {
        if (RevokesOnClose) Events.Revoking([.. _partitions.Keys]);
        IsClosed = true;
        _ended.TrySetResult();
    }

    public void Abandon()
    {
        IsAbandoned = true;
        _ended.TrySetResult();
    }

    public void Dispose() => IsDisposed = true;

    private void Raise(Action<IGroupEvents> raise) =>
        Assert.True(Post(raise).Wait(TimeSpan.FromSeconds(10)), "The poll thread did not serve the event within 10 s.");

    private FakePartition PartitionOf(TopicPartition partition) => _partitions.GetOrAdd(partition, p => new FakePartition(p));
}
