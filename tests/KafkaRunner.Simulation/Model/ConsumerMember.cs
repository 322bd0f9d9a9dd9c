using Confluent.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A member of a group of the new protocol: tells by heartbeats what it has, and comes to what it is to have.</summary>
internal sealed class ConsumerMember(ClientContext context, ModelQuestions questions, Func<TopicPartition, Fetcher> fetcherOf, ConsumerGroup group)
    : GroupMember(context, questions, fetcherOf, group)
{
    private int _id;
    private int _epoch;
    private IReadOnlyList<TopicPartition> _target = [];
    private bool _isBeating;
    private bool _isBeatWanted;
    private bool _isStalled;        // until it is polled

    public override (int Id, int Generation) Identity => (_id, _epoch);

    public override void TopicsSeen()
    {
    }

    protected override void Subscribed(bool isFirst)
    {
        if (isFirst) Tick();
        else Beat();
    }

    protected override void LossHeard() => Beat();

    private void Tick()
    {
        if (HasLeft) return;
        Process.Later(Context.Cluster.Options.ConsumerHeartbeat, "heartbeat", Tick);
        var isIdle = Process.World.Now - Context.PolledAt > Context.MaxPollInterval;
        if (isIdle && !_isStalled && _epoch > 0) Exceed();
        _isStalled = isIdle;
        Beat();
    }

    private void Beat()
    {
        // Before those that are lost were told of it does not come back.
        if (IsLeaving || _isStalled || (_id == 0 && (IsLost || IsRebalancing))) return;
        if (_isBeating)
        {
            _isBeatWanted = true;
            return;
        }

        if (_id == 0) _id = group.Issue();
        (_isBeating, _isBeatWanted) = (true, false);
        var (id, epoch, owned) = (_id, _epoch, IsRebalancing ? null : Owned);
        Context.Coordination.Send<ConsumerAnswer>(
            "heartbeat",
            TimeSpan.MaxValue,
            reply => reply(group.Heartbeat(id, Process.Name, Context.MaxPollInterval, epoch, Topics, owned)),
            (error, answer) => Answered(id, error, answer));
    }

    private void Answered(int id, ErrorCode error, ConsumerAnswer? answer)
    {
        _isBeating = false;
        if (error == ErrorCode.NoError && id == _id) Take(answer!);
        if (_isBeatWanted) Beat();
    }

    private void Take(ConsumerAnswer answer)
    {
        if (answer.Error == ErrorCode.NoError)
        {
            (_id, _epoch, _target) = (answer.Id, answer.Epoch, answer.Assignment!);
            Reconcile();
            return;
        }

        Process.World.Note(Happening.SessionOver, $"{Process.Name}: {answer.Error}");
        GoOut();
    }

    private void Reconcile()
    {
        if (IsRebalancing || IsLeaving) return;
        TopicPartition[] revoked = [.. Owned.Except(_target)];
        TopicPartition[] added = [.. _target.Except(Owned)];
        if (revoked.Length > 0) Revoke(revoked, Settle);
        else if (added.Length > 0) Assign(added, Settle);
    }

    private void Settle()
    {
        Beat();
        Reconcile();
    }

    private void Exceed()
    {
        TellPollExceeded();
        GoOut();
    }

    private void GoOut()
    {
        (_id, _epoch, _target) = (0, 0, []);
        Lose();
    }
}
