using System.Diagnostics.CodeAnalysis;
using KafkaRunner.Internal;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Simulation.Model;

namespace KafkaRunner.Simulation.Checks;

/// <summary>What has happened in a life to messages, and the rules that hear of it.</summary>
internal sealed class History
{
    private static readonly IReadOnlyList<Attempt> None = [];

    private readonly Func<TimeSpan> _now;
    private readonly Action<string, string> _fail;
    private readonly List<Rule> _rules;
    private readonly Dictionary<string, List<Attempt>> _attempts = [];
    private readonly Dictionary<string, HashSet<string>> _finishedBy = [];
    private readonly Dictionary<TopicPartition, List<Tenure>> _tenures = [];
    private readonly Dictionary<string, int> _inWork = [];
    private readonly List<Attempt> _attemptsInWork = [];
    private readonly HashSet<MemberFacts> _stopping = [];
    private readonly Dictionary<string, string> _dead = [];
    private readonly Dictionary<TopicPartition, TimeSpan> _cuts = [];
    private readonly Dictionary<TopicPartition, TimeSpan> _deletions = [];
    private readonly Dictionary<TopicPartition, TimeSpan> _deliveredAgain = [];

    public History(ILogs logs, GroupFacts group, Func<TimeSpan> now, Action<string, string> fail)
    {
        (Logs, Group, _now, _fail) = (logs, group, now, fail);
        Produced = new ProducedRule(this);
        _rules =
        [
            new CommitRule(this), new CommitOwnerRule(this), new LossRule(this), new RepeatRule(this), new HandOverRule(this), new DrainRule(this), new OrderRule(this), new PermitRule(this),
            new SlotRule(this), new MemoryRule(this), Produced,
        ];
    }

    public ILogs Logs { get; }

    public GroupFacts Group { get; }

    /// <summary>Gets who is to hear of what handlers produce.</summary>
    public ProducedRule Produced { get; }

    public TimeSpan Now => _now();

    /// <summary>Gets the values that an accepted commit has named as finished.</summary>
    public HashSet<string> EverNamed { get; } = [];

    /// <summary>Gets the values that lie before the start that the group chose.</summary>
    public HashSet<string> Spared { get; } = [];

    /// <summary>Gets the partitions that the group has committed of, in the lives that their topics have now.</summary>
    public HashSet<TopicPartition> HasBegun { get; } = [];

    /// <summary>Gets how many messages have ended well.</summary>
    public int FinishedCount => _finishedBy.Count;

    /// <summary>Gets whether something has happened because of which messages may be lost under at most once.</summary>
    public bool MayHaveLost { get; private set; }

    public IReadOnlyList<Attempt> AttemptsAt(string value) => _attempts.TryGetValue(value, out var attempts) ? attempts : None;

    public bool IsFinished(string value) => _finishedBy.ContainsKey(value);

    public bool IsFinishedBy(string value, MemberFacts member) => _finishedBy.TryGetValue(value, out var by) && by.Contains(member.Name);

    /// <summary>Gets what is in work of what has begun in an assignment.</summary>
    public IEnumerable<Attempt> InWorkOf(Tenure tenure) => _attemptsInWork.Where(attempt => attempt.Tenure == tenure);

    public bool IsInWork(MemberFacts member, TopicPartition partition, long offset) =>
        _attemptsInWork.Any(attempt => attempt.Member == member && attempt.Records.Any(record => record.Partition == partition && record.Offset == offset));

    /// <summary>Gets whether a member was asked to stop.</summary>
    public bool IsStopping(MemberFacts member) => _stopping.Contains(member);

    /// <summary>Gets the last assignment of a partition; null for none.</summary>
    public Tenure? Owner(TopicPartition partition) => _tenures.GetValueOrDefault(partition)?.LastOrDefault();

    /// <summary>Gets whether a member has a partition, and is not about to give it away.</summary>
    public bool Has(MemberFacts member, TopicPartition partition, [NotNullWhen(true)] out Tenure? tenure) => (tenure = Current(member, partition)) is { RevokedAt: null };

    public int InWork(MemberFacts member) => _inWork.GetValueOrDefault(member.Name);

    /// <summary>Gets whether a log was cut, or its topic replaced, and when that was for the last time.</summary>
    public TimeSpan? LastCut(TopicPartition partition) => _cuts.TryGetValue(partition, out var at) ? at : null;

    /// <summary>Gets whether a topic was deleted, and when that was for the last time.</summary>
    public TimeSpan? LastDeleted(TopicPartition partition) => _deletions.TryGetValue(partition, out var at) ? at : null;

    /// <summary>Gets when, for the last time, a client gave what it had given before.</summary>
    public TimeSpan? LastDeliveredAgain(TopicPartition partition) => _deliveredAgain.TryGetValue(partition, out var at) ? at : null;

    public IEnumerable<Tenure> TenuresOf(MemberFacts member) => _tenures.Values.SelectMany(tenures => tenures).Where(tenure => tenure.Member == member);

    public IEnumerable<TopicPartition> Partitions => _tenures.Keys;

    public void Fail(string rule, string what) => _fail(rule, $"at {Now.TotalSeconds:0.000} s: {what}");

    public Attempt Begin(MemberFacts member, IReadOnlyList<SeenRecord> records, int number)
    {
        var attempt = new Attempt(member, Current(member, records[0].Partition), records, number, Now);
        if (_dead.ContainsKey(member.Name)) return attempt;
        _inWork[member.Name] = InWork(member) + 1;
        _attemptsInWork.Add(attempt);
        foreach (var rule in _rules) rule.Begun(attempt);
        foreach (var record in records)
        {
            if (!_attempts.TryGetValue(record.Value, out var attempts)) _attempts[record.Value] = attempts = [];
            attempts.Add(attempt);
        }

        return attempt;
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="finished">What of it is finished: all, nothing, or what was marked.</param>
    public void End(Attempt attempt, IEnumerable<SeenRecord> finished)
    {
        if (_dead.ContainsKey(attempt.Member.Name) || !attempt.IsInWork) return;
        attempt.EndedAt = Now;
        _attemptsInWork.Remove(attempt);
        _inWork[attempt.Member.Name] = InWork(attempt.Member) - 1;
        foreach (var record in finished)
        {
            if (!_finishedBy.TryGetValue(record.Value, out var by)) _finishedBy[record.Value] = by = [];
            by.Add(attempt.Member.Name);
            attempt.Tenure?.Finished.TryAdd(record.Value, (attempt.BegunAt, Now));
        }
    }

    public void Assign(MemberFacts member, IEnumerable<TopicPartition> partitions)
    {
        if (_dead.ContainsKey(member.Name)) return;
        foreach (var partition in partitions)
        {
            if (!_tenures.TryGetValue(partition, out var tenures)) _tenures[partition] = tenures = [];
            var before = tenures.LastOrDefault();
            var tenure = new Tenure(member, partition, Now);
            foreach (var record in NamedNow(partition)) tenure.Inherited.Add(record);
            tenures.Add(tenure);
            foreach (var rule in _rules) rule.Assigned(tenure, before);
        }
    }

    public void Revoke(MemberFacts member, IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            if (Current(member, partition) is not { RevokedAt: null } tenure) continue;
            foreach (var rule in _rules) rule.Revoked(tenure);
            tenure.RevokedAt = Now;
        }
    }

    /// <summary>A member is asked to stop.</summary>
    public void AskToStop(MemberFacts member) => _stopping.Add(member);

    /// <summary>Somebody looks at a member that has had no trouble of its own.</summary>
    public void Look(MemberFacts member, IReadOnlyList<Lent> lent)
    {
        foreach (var rule in _rules) rule.Looked(member, lent);
    }

    public void Lose(MemberFacts member, IEnumerable<TopicPartition> partitions)
    {
        MayHaveLost = true;
        foreach (var partition in partitions) Excuse(Current(member, partition), "lost");
        Revoke(member, partitions);
    }

    /// <summary>Less may be asked of a member from now on: not all that it has finished will be committed.</summary>
    public void Excuse(MemberFacts member, string why)
    {
        MayHaveLost = true;
        foreach (var tenure in TenuresOf(member)) Excuse(tenure, why);
    }

    /// <summary>A member's process is no more: what its handlers do does not count.</summary>
    public void Kill(MemberFacts member)
    {
        Excuse(member, "killed");
        _dead[member.Name] = "killed";
    }

    /// <summary>A topic is deleted: if it is created again, that is another one, of which the group has committed nothing.</summary>
    public void Delete(TopicPartition partition)
    {
        Cut(partition);
        _deletions[partition] = Now;
        HasBegun.Remove(partition);
    }

    /// <summary>A log was cut.</summary>
    public void Cut(TopicPartition partition)
    {
        _cuts[partition] = Now;
        foreach (var tenure in _tenures.GetValueOrDefault(partition) ?? []) Excuse(tenure, "cut");
    }

    /// <summary>A client gives what it has given before: the same, or another log's.</summary>
    public void DeliverAgain(TopicPartition partition) => _deliveredAgain[partition] = Now;

    public void Commit(MemberFacts member, OffsetToCommit commit)
    {
        foreach (var rule in _rules) rule.Committed(member, commit);
        foreach (var record in Named(commit)) EverNamed.Add(record.Value!);
    }

    public void Stop(MemberFacts member, RunResult result, int borrowed)
    {
        if (_dead.ContainsKey(member.Name)) return;
        if (result.End != RunEnd.Stopped) Excuse(member, $"ended as {result.End}");
        foreach (var rule in _rules) rule.Stopped(member, result, borrowed);
        foreach (var tenure in TenuresOf(member)) tenure.RevokedAt ??= Now;
    }

    public void Over()
    {
        foreach (var rule in _rules) rule.Over();
    }

    /// <summary>Gets what a commit names, without what is never delivered.</summary>
    /// <remarks>The public interface seeks to the offset alone, whatever leader's it was.</remarks>
    public IEnumerable<LogRecord> Named(OffsetToCommit commit) =>
        CommitReading.Named(Group.Source == MessageSource.Managed ? commit with { LeaderEpoch = -1 } : commit, Logs.Log(commit.Partition), id => Logs.IsCurrent(commit.Partition.Topic, id)).Where(CommitReading.IsDelivered);

    /// <summary>Gets what the group's commit names now.</summary>
    public IEnumerable<string> NamedNow(TopicPartition partition) => Logs.Committed(partition) is { } commit ? Named(commit).Select(record => record.Value!) : [];

    private static void Excuse(Tenure? tenure, string why)
    {
        if (tenure is not null) tenure.Excuse ??= why;
    }

    private Tenure? Current(MemberFacts member, TopicPartition partition) =>
        _tenures.GetValueOrDefault(partition)?.LastOrDefault(tenure => tenure.Member == member);
}
