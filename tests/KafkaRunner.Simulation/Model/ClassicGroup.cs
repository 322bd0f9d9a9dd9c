using Confluent.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>How a join or a sync of a classic member was answered.</summary>
internal sealed record ClassicAnswer(ErrorCode Error, int Id = 0, int Generation = -1, IReadOnlyList<TopicPartition>? Assignment = null);

/// <summary>A classic group: all join, the leader assigns, all are told. Eager, or cooperative.</summary>
internal sealed class ClassicGroup(IWorld world, ClusterOptions options, Func<IReadOnlyDictionary<string, int>> topics) : Group(world, topics)
{
    private readonly Dictionary<Enrolled, Action<ClassicAnswer>> _joins = [];
    private readonly Dictionary<Enrolled, Action<ClassicAnswer>> _syncs = [];
    private Stage _stage = Stage.Empty;
    private int _generation;
    private int _round;
    private bool _isGathering;      // an empty group waits for more than the first

    private enum Stage
    {
        Empty,
        Joining,
        Syncing,
        Stable,
    }

    /// <summary>A member joins, and is answered when all have.</summary>
    public void Join(int id, string name, (TimeSpan Session, TimeSpan Patience) times, IReadOnlyList<string> subscribed, IReadOnlyList<TopicPartition> owned, Action<ClassicAnswer> reply)
    {
        if (FindOrAdd(id, name, times.Session, times.Patience) is not { } member)
        {
            reply(new ClassicAnswer(ErrorCode.UnknownMemberId));
            return;
        }

        (member.Topics, member.Owned, member.HeardAt) = (subscribed, owned, World.Now);
        _joins[member] = reply;
        if (_stage != Stage.Joining) Prepare();
        else TryComplete();
        if (_joins.ContainsKey(member)) World.Note(Happening.JoinKept, name);
    }

    /// <summary>A member asks for what it is to have, and is answered when the leader has said so.</summary>
    public void Sync(int id, int generation, Action<ClassicAnswer> reply)
    {
        if (Find(id) is not { } member) reply(new ClassicAnswer(ErrorCode.UnknownMemberId));
        else if (generation != _generation) reply(new ClassicAnswer(ErrorCode.IllegalGeneration));
        else if (_stage == Stage.Joining) reply(new ClassicAnswer(ErrorCode.RebalanceInProgress));
        else
        {
            member.HeardAt = World.Now;
            _syncs[member] = reply;
            if (_stage == Stage.Syncing && member == Members[0]) _stage = Stage.Stable;
            if (_stage != Stage.Stable) return;
            foreach (var (other, waiting) in Taken(_syncs)) waiting(new ClassicAnswer(ErrorCode.NoError, other.Id, _generation, other.Target));
        }
    }

    public ErrorCode Heartbeat(int id, int generation)
    {
        if (Find(id) is not { } member) return ErrorCode.UnknownMemberId;
        if (generation != _generation) return ErrorCode.IllegalGeneration;
        member.HeardAt = World.Now;
        return _stage == Stage.Joining ? ErrorCode.RebalanceInProgress : ErrorCode.NoError;
    }

    public override ErrorCode CheckCommit(int id, int generation)
    {
        if (generation < 0 && Members.Count == 0) return ErrorCode.NoError;     // as from somebody who reads without a group
        if (Find(id) is not { } member) return ErrorCode.UnknownMemberId;
        if (generation != _generation) return ErrorCode.IllegalGeneration;
        member.HeardAt = World.Now;
        return _stage == Stage.Syncing ? ErrorCode.RebalanceInProgress : ErrorCode.NoError;
    }

    /// <summary>The members see that for themselves, and join again.</summary>
    public override void TopicsChanged()
    {
    }

    public override void Disconnected()
    {
        _joins.Clear();
        _syncs.Clear();
    }

    protected override bool IsKept(Enrolled member) => _joins.ContainsKey(member) || _syncs.ContainsKey(member);

    protected override void Removed(Enrolled member)
    {
        _joins.Remove(member);
        _syncs.Remove(member);
        if (Members.Count == 0) _stage = Stage.Empty;
        else if (_stage == Stage.Joining) TryComplete();
        else Prepare();
    }

    private void Prepare()
    {
        _isGathering = _stage == Stage.Empty;
        _stage = Stage.Joining;
        var round = ++_round;
        foreach (var (_, waiting) in Taken(_syncs)) waiting(new ClassicAnswer(ErrorCode.RebalanceInProgress));
        var delay = _isGathering ? options.InitialDelay : Members.Max(m => m.Patience);
        World.After(delay, "the group has waited for joins", () =>
        {
            if (round != _round || _stage != Stage.Joining) return;
            var isGathered = _isGathering;
            _isGathering = false;
            if (!isGathered) GiveUpOnMissing();
            TryComplete();
        });
        TryComplete();
    }

    private void GiveUpOnMissing()
    {
        foreach (var missing in Members.Where(m => !_joins.ContainsKey(m)).ToList())
        {
            Members.Remove(missing);
            World.Note(Happening.MemberExpired, $"{missing.Name} (member {missing.Id}) did not join");
        }

        if (Members.Count == 0) _stage = Stage.Empty;
    }

    private void TryComplete()
    {
        if (_stage != Stage.Joining || _isGathering || Members.Count == 0 || !Members.TrueForAll(_joins.ContainsKey)) return;
        _stage = Stage.Syncing;
        _generation++;
        Assign();
        World.Note(Happening.Generation, $"{_generation}: {string.Join("; ", Members.Select(m => $"{m.Name} gets {string.Join(' ', m.Target)}"))}");
        foreach (var (member, waiting) in Taken(_joins)) waiting(new ClassicAnswer(ErrorCode.NoError, member.Id, _generation));
    }

    private void Assign()
    {
        Assignor.Assign(Members, Topics, options.Protocol == GroupProtocol.Cooperative);
        if (options.Protocol != GroupProtocol.Cooperative) return;
        // What changes hands nobody gets before its owner, which joins again then, has given it up.
        foreach (var member in Members)
        {
            var held = Members.Where(m => m != member).SelectMany(m => m.Owned).ToHashSet();
            member.Target = [.. member.Target.Where(p => !held.Contains(p))];
        }
    }

    private List<KeyValuePair<Enrolled, Action<ClassicAnswer>>> Taken(Dictionary<Enrolled, Action<ClassicAnswer>> waiting)
    {
        var taken = waiting.OrderBy(w => w.Key.Id).ToList();
        waiting.Clear();
        return taken;
    }
}
