using Confluent.Kafka;
using KafkaRunner.Simulation.Kernel;

namespace KafkaRunner.Simulation.Model;

/// <summary>How a heartbeat of the new protocol was answered.</summary>
internal sealed record ConsumerAnswer(ErrorCode Error, int Id = 0, int Epoch = 0, IReadOnlyList<TopicPartition>? Assignment = null);

/// <summary>A group of the new protocol (KIP-848): the coordinator assigns, and each member comes to that at its own pace, by heartbeats.</summary>
internal sealed class ConsumerGroup(IWorld world, ClusterOptions options, Func<IReadOnlyDictionary<string, int>> topics) : Group(world, topics)
{
    private readonly Dictionary<Enrolled, Place> _places = [];
    private int _epoch;

    /// <summary>A member is heard of.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its process's.</param>
    /// <param name="patience">How long it may take to give up what it is to.</param>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="subscribed">To what.</param>
    /// <param name="owned">What it has; null while that changes.</param>
    public ConsumerAnswer Heartbeat(int id, string name, TimeSpan patience, int epoch, IReadOnlyList<string> subscribed, IReadOnlyList<TopicPartition>? owned)
    {
        if (FindOrAdd(id, name, options.ConsumerSession, patience) is not { } member) return new ConsumerAnswer(ErrorCode.UnknownMemberId);
        if (!_places.TryGetValue(member, out var place)) _places[member] = place = new Place();
        // An answer that was lost is given again.
        var isKnown = epoch == place.Epoch || (epoch == place.EpochBefore && owned?.All(member.Owned.Contains) != false);
        if (!isKnown) return new ConsumerAnswer(ErrorCode.FencedMemberEpoch);
        member.HeardAt = World.Now;
        if (!member.Topics.SequenceEqual(subscribed))
        {
            member.Topics = subscribed;
            Retarget();
        }

        Reconcile(member, place, owned);
        return new ConsumerAnswer(ErrorCode.NoError, member.Id, place.Epoch, place.Told);
    }

    public override ErrorCode CheckCommit(int id, int generation)
    {
        if (generation <= 0 && Members.Count == 0) return ErrorCode.NoError;
        if (Find(id) is not { } member) return ErrorCode.UnknownMemberId;
        return _places[member].Epoch == generation ? ErrorCode.NoError : generation < _places[member].Epoch ? ErrorCode.StaleMemberEpoch : ErrorCode.FencedMemberEpoch;
    }

    public override void TopicsChanged()
    {
        if (Members.Count > 0) Retarget();
    }

    public override void Disconnected()
    {
    }

    protected override void Removed(Enrolled member)
    {
        _places.Remove(member);
        if (Members.Count > 0) Retarget();
    }

    private void Retarget()
    {
        _epoch++;
        Assignor.Assign(Members, Topics, options.IsSticky);
        World.Note(Happening.Generation, $"{_epoch}: {string.Join("; ", Members.Select(m => $"{m.Name} to get {string.Join(' ', m.Target)}"))}");
    }

    // What is to be given up comes first; until that is done the epoch stays, and nobody else gets it.
    private void Reconcile(Enrolled member, Place place, IReadOnlyList<TopicPartition>? owned)
    {
        var told = place.Told;
        member.Owned = [.. member.Owned.Where(p => owned is null || told.Contains(p) || owned.Contains(p))];
        place.Told = [.. told.Where(member.Target.Contains)];
        if (member.Owned.Except(place.Told).Any())
        {
            GiveUpLater(member, place);
            return;
        }

        place.Round++;
        place.IsGivingUp = false;
        var held = Members.Where(m => m != member).SelectMany(m => m.Owned).ToHashSet();
        place.Told = [.. member.Target.Where(p => !held.Contains(p))];
        member.Owned = place.Told;
        if (place.Epoch != _epoch) (place.EpochBefore, place.Epoch) = (place.Epoch, _epoch);
    }

    private void GiveUpLater(Enrolled member, Place place)
    {
        if (place.IsGivingUp) return;
        place.IsGivingUp = true;
        var round = ++place.Round;
        World.After(member.Patience, $"{member.Name} was to give up partitions", () =>
        {
            if (Members.Contains(member) && place.Round == round) Remove(member.Id, Happening.MemberExpired);
        });
    }

    private sealed class Place
    {
        public int Epoch { get; set; }

        public int EpochBefore { get; set; }

        /// <summary>Gets or sets what the member was told that it has.</summary>
        public IReadOnlyList<TopicPartition> Told { get; set; } = [];

        public bool IsGivingUp { get; set; }

        public int Round { get; set; }
    }
}
