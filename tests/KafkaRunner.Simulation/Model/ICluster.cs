using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>Brokers as consumers, producers and operators meet them, and as checkers see them from above.</summary>
internal interface ICluster
{
    /// <summary>Gets the topics that there are, with the number of their partitions.</summary>
    IReadOnlyDictionary<string, int> Topics { get; }

    void CreateTopic(string topic, int partitions);

    void DeleteTopic(string topic);

    void GrowTopic(string topic, int partitions);

    /// <summary>Appends records to a partition, outside of any transaction.</summary>
    void Append(TopicPartition partition, params IReadOnlyList<(string? Key, string Value)> records);

    /// <summary>Begins a transaction in a partition; what is appended comes at once, and is delivered when it is committed.</summary>
    /// <returns>What ends it: true commits.</returns>
    Action<bool> BeginTransaction(TopicPartition partition, params IReadOnlyList<(string? Key, string Value)> records);

    /// <summary>A transaction is open on the group's offset of a partition: until it ends, whoever reads what is committed is not told that offset.</summary>
    /// <returns>What ends it.</returns>
    Action HoldOffset(TopicPartition partition);

    /// <summary>A new leader has less than the old one: what is at this offset and after it is gone, and the leader's epoch is higher.</summary>
    void Truncate(TopicPartition partition, long end);

    /// <summary>Retention deletes what comes before an offset.</summary>
    void DeleteBefore(TopicPartition partition, long start);

    /// <summary>Compaction takes records out; offsets stay as they are.</summary>
    void Compact(TopicPartition partition, params IReadOnlyList<long> offsets);

    /// <summary>No broker answers, or they do again.</summary>
    void SetBrokersDown(bool areDown);

    /// <summary>The group's coordinator is away, or there again.</summary>
    void SetCoordinatorDown(bool isDown);

    /// <summary>Gives a consumer its client, a member to be of the group.</summary>
    /// <param name="name">The member's name in notes.</param>
    /// <param name="options">Its topics, protocol, start position and so on.</param>
    IMember Connect(string name, ConsumerOptions options);

    /// <summary>Gets what is in a partition now, delivered or not.</summary>
    IReadOnlyList<LogRecord> Log(TopicPartition partition);

    /// <summary>Gets the first offset that a partition has.</summary>
    long StartOf(TopicPartition partition);

    /// <summary>Gets what the group has committed of a partition; null for nothing.</summary>
    OffsetToCommit? Committed(TopicPartition partition);

    /// <summary>Raised when the coordinator has taken what a member commits of a partition.</summary>
    event Action<string, OffsetToCommit>? HasCommitted;
}

/// <summary>A client, and what may happen to the process that it is in.</summary>
internal interface IMember
{
    IGroupClient Client { get; }

    /// <summary>Gets how many slots it has filled that are not released.</summary>
    int Borrowed { get; }

    /// <summary>Gets whether the client was disposed, or left alone because something still reads its memory.</summary>
    bool IsLetGo { get; }

    /// <summary>Gets what it reads from memory that was lent.</summary>
    IReadOnlyList<Lent> Lent { get; }

    /// <summary>The process is killed: nothing of the client happens any more, and the group hears of it when its session is over.</summary>
    void Kill();

    /// <summary>The process stands still, or goes on. Meanwhile it sends no heartbeats.</summary>
    void SetFrozen(bool isFrozen);
}

/// <summary>A record of a log.</summary>
/// <param name="Offset">Where it is.</param>
/// <param name="LeaderEpoch">The leader that took it.</param>
/// <param name="TopicLife">Which topic of that name it is of: 1 for the first.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value, which no other record has.</param>
/// <param name="State">Whether it is delivered.</param>
internal sealed record LogRecord(long Offset, int LeaderEpoch, int TopicLife, string? Key, string? Value, RecordState State);

internal enum RecordState
{
    /// <summary>Delivered.</summary>
    Plain,

    /// <summary>Of a transaction that is open.</summary>
    Open,

    /// <summary>Of a transaction that was committed: delivered.</summary>
    Committed,

    /// <summary>Of a transaction that was aborted: not delivered under <c>read_committed</c>.</summary>
    Aborted,

    /// <summary>The marker of a transaction's end: never delivered.</summary>
    Marker,
}
