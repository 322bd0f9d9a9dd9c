using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Benchmarks.Micro;

/// <summary>A group member without a broker: its commits succeed at once, its partitions are empty.</summary>
internal sealed class InstantClient : IGroupClient
{
    public bool CarriesMetadata => true;

    public void Wake()
    {
    }

    public Task<IReadOnlyDictionary<TopicPartition, CommittedOffset>> CommittedAsync(
        IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<TopicPartition, CommittedOffset>>(partitions.ToDictionary(p => p, _ => new CommittedOffset(-1, null, null)));

    public Task<IReadOnlyDictionary<string, ErrorCode>> TopicsAsync(IReadOnlyList<string> topics) => Task.FromResult(TopicStates.None);

    public Task<bool> AnswersAsync(string topic) => Task.FromResult(true);

    private static readonly CommitResult Success = new(ErrorCode.NoError, new Dictionary<TopicPartition, ErrorCode>());     // one: allocation is measured

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

    public void Close()
    {
    }

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

        public long Position() => -1;

        public void Dispose()
        {
        }
    }
}
