using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>The consumer as a member of its group: joins, serves what the group tells of partitions and errors, and leaves. Poll thread only.</summary>
internal sealed class Membership : IGroupEvents
{
    private readonly WorkerContext _context;
    private readonly ConsumerDefinition _consumer;
    private readonly IGroupClient _client;
    private readonly Assignment _assignment;
    private readonly OffsetCommitter _committer;
    private readonly TroubleReporter _trouble;
    private readonly PartitionListeners _listeners;
    private readonly PartitionTurnover _turnover;
    private readonly StopDeadlines _deadlines;
    private readonly Uncommitted _uncommitted;
    private readonly RunState _state;
    private readonly Subscription _subscription;
    private readonly TopicWatch _topics;
    private bool _everAssigned;
    private bool _isLeaving;

    public Membership(
        WorkerContext context,
        IGroupClient client,
        Assignment assignment,
        OffsetCommitter committer,
        TroubleReporter trouble,
        PartitionListeners listeners,
        PartitionTurnover turnover,
        StopDeadlines deadlines,
        Uncommitted uncommitted,
        RunState state)
    {
        (_context, _consumer, _client, _assignment, _committer) = (context, context.Consumer, client, assignment, committer);
        (_trouble, _listeners, _turnover, _deadlines, _uncommitted, _state) = (trouble, listeners, turnover, deadlines, uncommitted, state);
        _subscription = new Subscription(_consumer, topics => client.Subscribe(topics, this));
        _topics = new TopicWatch(_consumer, client.Questions, trouble, context.Time, _subscription);
    }

    /// <summary>Gets whether the group has ended it, so that nothing can be committed any more.</summary>
    public bool HasEnded { get; private set; }

    public void Join() => _client.Subscribe(_consumer.Topics, this);

    /// <summary>Sees to topics that are missing or refused.</summary>
    public void ServeTopics()
    {
        if (_topics.Serve() && !_everAssigned) _state.Fail(new KafkaRunnerException(FailureSentences.AllRefused(_consumer)));
    }

    /// <summary>Leaves the group. What is revoked meanwhile is only dropped.</summary>
    /// <returns>Whether the client has closed in time.</returns>
    public bool Leave(TimeSpan timeout)
    {
        _isLeaving = true;
        var isClosed = _client.Close(timeout);
        if (!isClosed) _context.Logger.NotLeft(_consumer.Name, _consumer.GroupId, timeout.TotalSeconds);
        return isClosed;
    }

    void IGroupEvents.Assigned(IReadOnlyList<TopicPartition> partitions) => _state.Guard(() =>
    {
        _trouble.Clear();
        _trouble.Assigned(partitions);
        _subscription.Assigned(partitions);
        _everAssigned |= partitions.Count > 0;
        if (_state.StopRequested) return;
        _turnover.Open(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "assigned", partitions.Count);
        _context.Logger.PartitionsAssigned(_consumer.Name, Named(partitions));
    });

    void IGroupEvents.Revoking(IReadOnlyList<TopicPartition> partitions) => _state.Guard(() =>
    {
        if (_isLeaving)
        {
            _assignment.Drop(partitions);       // drained and committed before, as far as that could be done
            return;
        }

        // The only place where polling waits for user code, and it has a deadline.
        _subscription.Revoking();
        var time = _deadlines.CountDown(_deadlines.ToDrain);
        var workers = _assignment.Drain(partitions, time.Left, Serve);
        _context.Telemetry.DrainTook(_consumer.GroupId, time.Elapsed);
        _listeners.Revoking(workers, time.Left, _ => Serve());
        var missing = _committer.CommitAll(() => workers.Select(w => w.Committable), StopDeadlines.AtLeastCommitTime(time.Left), _client.ServeCommits);
        _assignment.Drop(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "revoked", partitions.Count);
        var milliseconds = (long)time.Elapsed.TotalMilliseconds;
        if (missing is { } finished) _context.Logger.RevokedUncommitted(_consumer.Name, Named(partitions), milliseconds, Uncommitted.Tell(finished));
        else _context.Logger.PartitionsRevoked(_consumer.Name, Named(partitions), milliseconds);
        _uncommitted.Note(missing);
    });

    void IGroupEvents.Lost(IReadOnlyList<TopicPartition> partitions) => _state.Guard(() =>
    {
        _subscription.Revoking();
        _turnover.Lose(partitions);
        _context.Telemetry.Rebalanced(_consumer.GroupId, "lost", partitions.Count);
        _context.Logger.PartitionsLost(_consumer.Name, Named(partitions));
    });

    void IGroupEvents.Failed(ClientFailure failure)
    {
        var ends = FatalFailures.End(failure, _everAssigned, _consumer);
        if (!ends && (_topics.Heard(failure) || _trouble.Report(failure) < FatalFailures.PatienceWith(failure.Code))) return;
        if (failure.IsFatal) HasEnded = true;     // it means lost, and no event says so
        _state.Fail(new KafkaRunnerException(FailureSentences.WhyEnded(failure, _everAssigned, _consumer)));
    }

    private static string Named(IReadOnlyList<TopicPartition> partitions) => partitions.Count == 0 ? "nothing" : string.Join(", ", partitions);

    // Inside a rebalance event: the partitions that stay are not to notice it.
    private void Serve()
    {
        _client.ServeCommits(TimeSpan.Zero);
        _committer.CommitIfDue(_assignment.Committable);
    }
}
