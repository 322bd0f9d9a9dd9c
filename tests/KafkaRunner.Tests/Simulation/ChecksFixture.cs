using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Simulation.Checks;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Tests.Simulation;

/// <summary>A small history of one partition, told by hand, and the rules that it breaks.</summary>
internal sealed class ChecksFixture : ILogs
{
    public static readonly TopicPartition Partition = new("orders", 0);

    private readonly List<LogRecord> _log = [];
    private readonly HashSet<Guid> _gone = [];
    private OffsetToCommit? _committed;
    private TimeSpan _now;

    public ChecksFixture(GroupFacts? group = null) => History = new History(this, group ?? new GroupFacts(), () => _now, (rule, what) => Broken.Add((rule, what)));

    public History History { get; }

    public List<(string Rule, string What)> Broken { get; } = [];

    public static MemberFacts Member(string name = "m1", Ordering ordering = Ordering.None, int concurrency = 4, int batch = 1) =>
        new(name, ordering, concurrency, batch, TimeSpan.FromSeconds(1));

    /// <summary>Appends records 0, 1, ... to the log.</summary>
    public ChecksFixture Appended(int count, int epoch = 0, RecordState state = RecordState.Plain, Func<int, string?>? key = null)
    {
        for (var i = 0; i < count; i++)
        {
            var offset = _log.Count == 0 ? 0 : _log[^1].Offset + 1;
            _log.Add(new LogRecord(offset, epoch, 1, key?.Invoke((int)offset), $"{offset}@{epoch}", state));
        }

        return this;
    }

    public void Cut(long end)
    {
        _log.RemoveAll(record => record.Offset >= end);
        History.Cut(Partition);
    }

    public void Gone(Guid topicId) => _gone.Add(topicId);

    public void Pass(double seconds = 1) => _now += TimeSpan.FromSeconds(seconds);

    public void Assign(MemberFacts member)
    {
        Pass();
        History.Assign(member, [Partition]);
    }

    public Attempt Begin(MemberFacts member, params long[] offsets)
    {
        Pass();
        var records = offsets.Select(offset => _log.Single(record => record.Offset == offset)).Select(r => new SeenRecord(Partition, r.Offset, r.LeaderEpoch, r.Key, r.Value!));
        return History.Begin(member, [.. records], 1);
    }

    public void Finish(Attempt attempt)
    {
        Pass();
        History.End(attempt, attempt.Records);
    }

    public void Fail(Attempt attempt)
    {
        Pass();
        History.End(attempt, []);
    }

    public void Process(MemberFacts member, params long[] offsets)
    {
        foreach (var offset in offsets) Finish(Begin(member, offset));
    }

    public void Commit(MemberFacts member, long offset, int epoch = 0, params OffsetRange[] finished) => Commit(member, offset, epoch, null, finished);

    public void Commit(MemberFacts member, long offset, int epoch, Guid? topicId, params OffsetRange[] finished)
    {
        Pass();
        var commit = new OffsetToCommit(Partition, offset, epoch, OffsetMap.Encode(offset, topicId, epoch, finished, partitions: 1));
        _committed = commit;
        History.Commit(member, commit);
    }

    public void Stop(MemberFacts member, RunEnd end = RunEnd.Stopped, int borrowed = 0)
    {
        Pass();
        History.Stop(member, new RunResult(end), borrowed);
    }

    /// <summary>Asserts that a rule was broken, once, and no other one.</summary>
    public void Breaks(string rule, string names)
    {
        var (broken, what) = Assert.Single(Broken);
        Assert.Equal(rule, broken);
        Assert.Contains(names, what);
    }

    public void Holds() => Assert.Empty(Broken);

    IReadOnlyList<LogRecord> ILogs.Log(TopicPartition partition) => _log;

    OffsetToCommit? ILogs.Committed(TopicPartition partition) => _committed;

    bool ILogs.IsCurrent(string topic, Guid id) => !_gone.Contains(id);
}
