using Confluent.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>A group as its coordinator keeps it.</summary>
/// <param name="world">Its clock.</param>
/// <param name="topics">Gets the topics that there are.</param>
internal abstract class Group(IWorld world, Func<IReadOnlyDictionary<string, int>> topics)
{
    private readonly HashSet<int> _issued = [];
    private int _lastId;

    /// <summary>Gets its members, in the order in which they came.</summary>
    public List<Enrolled> Members { get; } = [];

    protected IWorld World => world;

    protected IReadOnlyDictionary<string, int> Topics => topics();

    /// <summary>Gets whether a commit is taken that comes from a member at a generation, or in the new protocol an epoch.</summary>
    public abstract ErrorCode CheckCommit(int id, int generation);

    /// <summary>Topics were created, deleted or grown.</summary>
    public abstract void TopicsChanged();

    /// <summary>The connections to the coordinator are broken: what waits for an answer gets none.</summary>
    public abstract void Disconnected();

    /// <summary>Somebody has taken over the group: for each member the session begins anew.</summary>
    public void Restarted()
    {
        foreach (var member in Members) member.HeardAt = world.Now;
    }

    /// <summary>Gets an id for somebody who is to join.</summary>
    public int Issue()
    {
        _issued.Add(++_lastId);
        return _lastId;
    }

    /// <summary>A member leaves.</summary>
    public void Leave(int id) => Remove(id, Happening.MemberLeft);

    /// <summary>The coordinator forgets a member, which is not told.</summary>
    public void Fence(int id) => Remove(id, Happening.MemberFenced);

    protected Enrolled? Find(int id) => Members.Find(m => m.Id == id);

    /// <summary>Finds a member, or makes one of somebody who was given this id to join; null where it was forgotten since.</summary>
    protected Enrolled? FindOrAdd(int id, string name, TimeSpan session, TimeSpan patience)
    {
        if (!_issued.Remove(id)) return Find(id);
        var member = new Enrolled(id, name, session, patience) { HeardAt = world.Now };
        Members.Add(member);
        Watch(member);
        return member;
    }

    /// <summary>Gets whether a member waits for the coordinator rather than the other way round.</summary>
    protected virtual bool IsKept(Enrolled member) => false;

    /// <summary>A member is not one any more.</summary>
    protected abstract void Removed(Enrolled member);

    protected void Remove(int id, string why)
    {
        if (Find(id) is not { } member) return;
        Members.Remove(member);
        world.Note(why, $"{member.Name} (member {member.Id})");
        Removed(member);
    }

    private void Watch(Enrolled member) =>
        world.After(member.HeardAt + member.Session - world.Now, $"session of {member.Name}", () =>
        {
            if (!Members.Contains(member)) return;
            if (IsKept(member)) member.HeardAt = world.Now;
            if (world.Now - member.HeardAt < member.Session) Watch(member);
            else Remove(member.Id, Happening.MemberExpired);
        });
}
