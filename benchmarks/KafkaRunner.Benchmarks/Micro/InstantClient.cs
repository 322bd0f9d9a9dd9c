using System.Runtime.CompilerServices;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>A group member without a broker: its commits succeed at once, its partitions are empty.</summary>
internal sealed class InstantClient : IGroupClient, IGroupQuestions
{
    public bool CarriesMetadata => true;

    public IGroupQuestions Questions => this;

    public void Wake()
    {
    }

    public async IAsyncEnumerable<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return partitions.ToDictionary(p => p, _ => new CommittedOffset(-1, null, default));
    }

    public Task<IReadOnlyDictionary<TopicPartition, LogRange>> LogsAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<TopicPartition, LogRange>>(partitions.ToDictionary(p => p, _ => default(LogRange)));

    public Task<IReadOnlyDictionary<string, TopicFacts>?> TopicsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, TopicFacts>?>(null);

    public bool TrySeek(TopicPartition partition, long offset, int leaderEpoch) => true;

    public Task<IReadOnlyDictionary<string, FailureCode>> TopicStatesAsync(IReadOnlyList<string> topics) => Task.FromResult(TopicStates.None);

    public Task<bool> AnswersAsync() => Task.FromResult(true);

    private static readonly CommitResult Success = new(FailureCode.None, new Dictionary<TopicPartition, FailureCode>());     // one: allocation is measured

    public int Committed { get; private set; }

    public void Commit(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        Committed += offsets.Count;
        completed(Success);
    }

    public IPartitionSource Open(TopicPartition partition, Action readable) => new EmptySource(partition);

    public void Subscribe(IReadOnlyList<string> topics, IGroupEvents events)
    {
    }

    public void Poll(TimeSpan timeout)
    {
    }

    public void ServeCommits(TimeSpan timeout)
    {
    }

    public bool Close(TimeSpan timeout) => true;

    public void Abandon()
    {
    }

    public void Dispose()
    {
    }

    private sealed class EmptySource(TopicPartition partition) : IPartitionSource
    {
        public TopicPartition Partition => partition;

        public int Read(Span<MessageSlot> slots) => 0;

        public ReadPosition Position() => ReadPosition.None;

        public long LogStart() => -1;

        public void Dispose()
        {
        }
    }
}
