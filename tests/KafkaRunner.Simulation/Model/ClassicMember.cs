using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>A member of a classic group: joins, syncs, and learns by heartbeats that it is to do so again.</summary>
internal sealed class ClassicMember(ClientContext context, ModelQuestions questions, Func<TopicPartition, Fetcher> fetcherOf, ClassicGroup group)
    : GroupMember(context, questions, fetcherOf, group)
{
    private readonly bool _isCooperative = context.Cluster.Options.Protocol == GroupProtocol.Cooperative;
    private Stage _stage;
    private int _id;
    private int _generation = -1;
    private bool _isRejoinWanted;
    private bool _isBeating;
    private bool _isStalled;        // until it is polled
    private TimeSpan _heardAt;

    private enum Stage
    {
        Out,
        Joining,
        In,
    }

    public override (int Id, int Generation) Identity => (_id, _generation);

    private (TimeSpan Session, TimeSpan Patience) Times => (Context.SessionTimeout, Context.MaxPollInterval);

    public override void TopicsSeen() => Rejoin();

    protected override void Subscribed(bool isFirst)
    {
        if (isFirst) Process.Later(Context.Heartbeat, "heartbeat", Beat);
        Rejoin();
    }

    protected override void LossHeard()
    {
        _isRejoinWanted = false;
        if (_stage != Stage.Joining) Join();
        else _isRejoinWanted = true;
    }

    private void Rejoin()
    {
        if (IsLeaving) return;
        if (IsRebalancing || _stage == Stage.Joining || _isStalled)
        {
            _isRejoinWanted = true;
            return;
        }

        _isRejoinWanted = false;
        if (Owned.Count > 0 && !_isCooperative) Revoke(Owned, Join);
        else Join();
    }

    private void Join()
    {
        if (IsLeaving) return;
        if (Process.World.Now - Context.PolledAt > Context.MaxPollInterval)
        {
            (_stage, _isStalled) = (Stage.Out, true);
            return;
        }

        (_stage, _isStalled, _isRejoinWanted) = (Stage.Joining, false, false);
        if (_id == 0) _id = group.Issue();
        Context.Coordination.Send<ClassicAnswer>("join", TimeSpan.MaxValue, reply => group.Join(_id, Process.Name, Times, Topics, Owned, reply), Joined);
    }

    private void Joined(ErrorCode error, ClassicAnswer? answer)
    {
        _heardAt = Process.World.Now;
        if (error != ErrorCode.NoError)
        {
            Again();
            return;
        }

        if (answer!.Error == ErrorCode.NoError) (_id, _generation) = (answer.Id, answer.Generation);
        if (IsLeaving) return;
        if (answer.Error != ErrorCode.NoError) Refused(answer.Error);
        else Context.Coordination.Send<ClassicAnswer>("sync", TimeSpan.MaxValue, reply => group.Sync(_id, _generation, reply), Synced);
    }

    private void Synced(ErrorCode error, ClassicAnswer? answer)
    {
        _heardAt = Process.World.Now;
        if (IsLeaving) return;
        if (error != ErrorCode.NoError) Again();
        else if (answer!.Error == ErrorCode.RebalanceInProgress) Join();
        else if (answer.Error != ErrorCode.NoError) Refused(answer.Error);
        else TakeUp(answer.Assignment!);
    }

    private void TakeUp(IReadOnlyList<TopicPartition> assignment)
    {
        _stage = Stage.In;
        foreach (var topic in Topics.Where(t => !Context.Cluster.Topics.ContainsKey(t))) Context.Fail(ClientFailure.NotAvailable(topic, FailureCode.TopicMissing));
        TopicPartition[] revoked = _isCooperative ? [.. Owned.Except(assignment)] : [];
        TopicPartition[] added = [.. assignment.Except(Owned)];
        if (revoked.Length == 0)
        {
            Assign(added, Settle);
            return;
        }

        // Joins again, so that others get what it gives up.
        Revoke(revoked, () =>
        {
            _isRejoinWanted = true;
            if (added.Length > 0) Assign(added, Settle);
            else Settle();
        });
    }

    private void Settle()
    {
        if (_isRejoinWanted) Rejoin();
    }

    private void Again() => Process.Later(TimeSpan.FromMilliseconds(100 + Process.World.Pick(900)), "joins again", () =>
    {
        if (_stage == Stage.Joining && !IsRebalancing) Join();
    });

    private void Refused(ErrorCode error)
    {
        if (error == ErrorCode.RebalanceInProgress)
        {
            Rejoin();
            return;
        }

        if (error is not (ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration)) return;
        Process.World.Note(Happening.SessionOver, $"{Process.Name}: {error}");
        GoOut(isForgotten: error == ErrorCode.UnknownMemberId);
    }

    private void GoOut(bool isForgotten)
    {
        if (isForgotten) _id = 0;
        _generation = -1;
        _stage = Stage.Out;
        Lose();
    }

    private void Beat()
    {
        if (HasLeft) return;
        Process.Later(Context.Heartbeat, "heartbeat", Beat);
        var now = Process.World.Now;
        if (_isStalled && now - Context.PolledAt <= Context.MaxPollInterval)
        {
            _isStalled = false;
            Rejoin();
        }

        if (_stage != Stage.In || IsLeaving) return;
        if (now - Context.PolledAt > Context.MaxPollInterval) Exceed();
        else if (now - _heardAt > Context.SessionTimeout)
        {
            Process.World.Note(Happening.SessionOver, $"{Process.Name}: not heard for {Context.SessionTimeout.TotalSeconds} s");
            GoOut(isForgotten: true);
        }
        else if (!_isBeating)
        {
            _isBeating = true;
            var asked = (_id, _generation);
            Context.Coordination.Send<ErrorCode>("heartbeat", TimeSpan.MaxValue, reply => reply(group.Heartbeat(asked._id, asked._generation)), (error, answer) =>
            {
                _isBeating = false;
                if (error != ErrorCode.NoError || asked != (_id, _generation)) return;
                _heardAt = Process.World.Now;
                if (answer != ErrorCode.NoError && _stage == Stage.In && !IsLeaving) Refused(answer);
            });
        }
    }

    private void Exceed()
    {
        TellPollExceeded();
        GoOut(isForgotten: true);
    }
}
