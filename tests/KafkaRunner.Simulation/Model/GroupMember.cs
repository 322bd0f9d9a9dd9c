using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>The part of a client that is the group's member: what it has, and what its poll thread is to hear of that, one thing at a time.</summary>
internal abstract class GroupMember(ClientContext context, ModelQuestions questions, Func<TopicPartition, Fetcher> fetcherOf, Group group)
{
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(5);        // librdkafka waits no longer for the answer

    /// <summary>Gets what it has, as far as its poll thread has heard.</summary>
    public IReadOnlyList<TopicPartition> Owned { get; private set; } = [];

    public IReadOnlyList<string> Topics { get; private set; } = [];

    /// <summary>Gets whether the group has been told that it leaves, or cannot be.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>Gets who it is to the coordinator: its id, and its generation or epoch.</summary>
    public abstract (int Id, int Generation) Identity { get; }

    protected ClientContext Context => context;

    protected Process Process => context.Process;

    /// <summary>Gets whether an event waits for the poll thread, or is being raised.</summary>
    protected bool IsRebalancing { get; private set; }

    protected bool IsLeaving { get; private set; }

    /// <summary>Gets whether what it has belongs to somebody else by now.</summary>
    protected bool IsLost { get; private set; }

    /// <summary>Joins, or takes up other topics.</summary>
    public void Subscribe(IReadOnlyList<string> topics)
    {
        var isFirst = Topics.Count == 0;
        Topics = topics;
        Subscribed(isFirst);
    }

    /// <summary>Topics were created, deleted or grown, and the client has seen it.</summary>
    public abstract void TopicsSeen();

    /// <summary>Gives up what it has, and leaves.</summary>
    public void Leave()
    {
        IsLeaving = true;
        if (!IsRebalancing) GoOnLeaving();
    }

    protected abstract void Subscribed(bool isFirst);

    /// <summary>What it had is lost, and the poll thread has heard of it.</summary>
    protected abstract void LossHeard();

    protected void Assign(IReadOnlyList<TopicPartition> added, Action done) => Raise(() =>
    {
        Process.World.Note(Happening.Assigned, $"{Process.Name}: {string.Join(' ', added)}");
        var offsets = questions.Place(added);
        context.Events?.Assigned(added);
        foreach (var offset in offsets) fetcherOf(new TopicPartition(offset.Topic, offset.Partition.Value)).Start(offset.Offset.Value, offset.LeaderEpoch ?? -1);
        Owned = Assignor.Sorted(Owned.Union(added));
        End(done);
    });

    protected void Revoke(IReadOnlyList<TopicPartition> partitions, Action done) => Raise(() =>
    {
        // Whether they are lost is asked when it is told.
        Process.World.Note(IsLost ? Happening.Lost : Happening.Revoking, $"{Process.Name}: {string.Join(' ', partitions)}");
        if (IsLost) context.Events?.Lost(partitions);
        else context.Events?.Revoking(partitions);
        foreach (var partition in partitions) fetcherOf(partition).Stop();
        Owned = [.. Owned.Except(partitions)];
        if (Owned.Count == 0) IsLost = false;
        End(done);
    });

    /// <summary>Tells the coordinator that a member leaves.</summary>
    protected void TellLeaving(Func<int> id, Action told) => context.Coordination.Send<bool>("leave", LeaveTimeout, reply =>
    {
        group.Leave(id());
        reply(true);
    }, (error, _) =>
    {
        // Where the coordinator cannot be reached it tries again, or leaves it at that.
        if (error == ErrorCode.Local_Transport && Process.World.Chance(0.5)) TellLeaving(id, told);
        else told();
    });

    /// <summary>It was not polled for too long, so that it gives itself up.</summary>
    protected void TellPollExceeded()
    {
        var id = Identity.Id;
        Process.World.Note(Happening.PollExceeded, Process.Name);
        context.Fail(new ClientFailure(ErrorCode.Local_MaxPollExceeded, "Application maximum poll interval exceeded"));
        TellLeaving(() => id, static () => { });
    }

    /// <summary>What it has belongs to others, and the poll thread is to hear of it before it joins again.</summary>
    protected void Lose()
    {
        IsLost = Owned.Count > 0 || IsRebalancing;
        if (IsRebalancing || IsLeaving) return;
        if (Owned.Count > 0) Revoke(Owned, LossHeard);
        else LossHeard();
    }

    private void Raise(Action raise)
    {
        IsRebalancing = true;
        context.Tell(raise);
    }

    private void End(Action done)
    {
        IsRebalancing = false;
        if (IsLeaving)
        {
            GoOnLeaving();
        }
        else if (IsLost)
        {
            if (Owned.Count > 0)
            {
                Revoke(Owned, LossHeard);
                return;
            }

            IsLost = false;
            LossHeard();
        }
        else
        {
            done();
        }
    }

    private void GoOnLeaving()
    {
        if (Owned.Count > 0) Revoke(Owned, static () => { });
        else TellLeaving(() => Identity.Id, () => HasLeft = true);
    }
}
