using System.Runtime.CompilerServices;
using System.Text;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Tests.Simulation;

/// <summary>The only member of a group in a world, with one partition: the least that an engine can run on.</summary>
internal sealed class OneMember(World world, int messages) : IGroupClient, IGroupQuestions
{
    private readonly Queue<Action> _events = new();
    private readonly Queue<Action> _answers = new();

    public static TopicPartition Partition { get; } = new("orders", 0);

    /// <summary>Gets what the group has committed.</summary>
    public OffsetToCommit? Committed { get; private set; }

    public bool IsClosed { get; private set; }

    public bool CarriesMetadata => true;

    public IGroupQuestions Questions => this;

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events) =>
        world.After(Some(3_000), "assign", () => _events.Enqueue(() => events.Assigned([Partition])));

    public void Poll(TimeSpan timeout)
    {
        world.WaitUntil(() => _events.Count + _answers.Count > 0, timeout);
        while (_events.TryDequeue(out var happens)) happens();
        ServeCommits(TimeSpan.Zero);
    }

    public void Wake() => _events.Enqueue(() => { });

    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch) => world.Chance(0.5);

    public IPartitionSource Open(TopicPartition partition, Action readable) => new Source(world, messages, readable);

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        world.Note("commit sent", string.Join(", ", offsets));
        world.After(Some(200), "commit", () =>
        {
            Committed = offsets[^1];
            _answers.Enqueue(() => completed(new CommitResult(FailureCode.None, new Dictionary<TopicPartition, FailureCode>())));
        });
    }

    public void ServeCommits(TimeSpan timeout)
    {
        if (timeout > TimeSpan.Zero) world.WaitUntil(() => _answers.Count > 0, timeout);
        while (_answers.TryDequeue(out var answer)) answer();
    }

    public bool Close(TimeSpan timeout) => IsClosed = true;

    public void Abandon() => world.Fail("abandoned", "The client was abandoned.");

    public void Dispose()
    {
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await AnswerAsync();
        yield return partitions.ToDictionary(p => p, _ => new CommittedOffset(-1, null, new TopicFacts(Guid.Empty, 1)));
    }

    public async Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        return topics.ToDictionary(topic => topic, _ => new TopicFacts(Guid.Empty, 1));
    }

    public async Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        await AnswerAsync();
        return partitions.ToDictionary(p => p, _ => new LogRange(0, messages, 0));
    }

    public async Task<IReadOnlyDictionary<string, FailureCode>> TopicStatesAsync(IReadOnlyList<string> topics)
    {
        await AnswerAsync();
        return topics.ToDictionary(topic => topic, _ => FailureCode.None);
    }

    public async Task<bool> AnswersAsync()
    {
        await AnswerAsync();
        return true;
    }

    private Task AnswerAsync()
    {
        var answer = new TaskCompletionSource();
        world.After(Some(500), "answer", answer.SetResult);
        return answer.Task;
    }

    private TimeSpan Some(int most) => TimeSpan.FromMilliseconds(world.Pick(most));

    private sealed class Source : IPartitionSource
    {
        private readonly World _world;
        private readonly Action _readable;
        private readonly int _messages;
        private int _next;
        private int _fetched;
        private bool _isDisposed;

        public Source(World world, int messages, Action readable)
        {
            (_world, _messages, _readable) = (world, messages, readable);
            Fetch();
        }

        public TopicPartition Partition => OneMember.Partition;

        public int Read(Span<MessageSlot> slots)
        {
            var count = _isDisposed ? 0 : Math.Min(slots.Length, _fetched - _next);
            for (var i = 0; i < count; i++, _next++)
            {
                slots[i].Fill(_next, Encoding.UTF8.GetBytes($"key {_next % 7}"), true, Encoding.UTF8.GetBytes($"{_next}"), false, 0, 1, new MessageHeaders());
            }

            return count;
        }

        public ReadPosition Position() => _next == 0 ? ReadPosition.None : new ReadPosition(_next, 0);

        public long LogStart() => 0;

        public void Dispose() => _isDisposed = true;

        private void Fetch() => _world.After(TimeSpan.FromMilliseconds(_world.Pick(300)), "fetch", () =>
        {
            _fetched = Math.Min(_messages, _fetched + 1 + _world.Pick(20));
            _world.Note("fetched", $"up to {_fetched}");
            _readable();
            if (_fetched < _messages && !_isDisposed) Fetch();
        });
    }
}
