using System.Diagnostics;
using Confluent.Kafka;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal.Offsets;

/// <summary>Alone decides what is committed and when; one commit in flight. Poll thread only.</summary>
/// <remarks>
/// An offset counts as committed when the broker has said so, not before: counting it at once repeats messages after a rebalance.
/// When a commit is refused for good, its partitions are committed singly, so that one of them cannot stop the others.
/// </remarks>
/// <param name="client">Sends the commits.</param>
/// <param name="context">Names, options, log.</param>
/// <param name="succeeded">Called for each commit that the broker took whole.</param>
internal sealed class OffsetCommitter(IGroupClient client, WorkerContext context, Action succeeded)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<TopicPartition> _triedSingly = [];     // since all were last committed together
    private long _sentAt = Stopwatch.GetTimestamp();
    private bool _inFlight;
    private bool _singly;
    private ErrorCode _lastError;

    /// <summary>Commits what is finished, when it is time.</summary>
    public void CommitIfDue(IReadOnlyCollection<PartitionWorker> workers)
    {
        if (_inFlight) return;
        if (_singly && Send(workers)) return;
        if (Stopwatch.GetElapsedTime(_sentAt) < context.Consumer.Options.CommitInterval) return;
        _triedSingly.Clear();
        Send(workers);
        foreach (var worker in workers) worker.WantPosition();      // for the next time
    }

    /// <summary>Commits all that is finished and waits for the result, trying again where that helps.</summary>
    /// <param name="workers">Whose offsets; asked again each time.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="wait">Waits for a result: <see cref="IGroupClient.ServeCommits"/> in a rebalance, else <see cref="IGroupClient.Poll"/>.</param>
    public void CommitAll(Func<IEnumerable<PartitionWorker>> workers, TimeSpan timeout, Action<TimeSpan> wait)
    {
        var started = Stopwatch.GetTimestamp();
        _lastError = ErrorCode.NoError;
        _triedSingly.Clear();
        while (Stopwatch.GetElapsedTime(started) < timeout)
        {
            if (!_inFlight)
            {
                if (CommitErrors.MeansLost(_lastError)) break;
                var mayTryAgain = !CommitErrors.IsPassing(_lastError) || Stopwatch.GetElapsedTime(_sentAt) >= RetryPause;
                if (mayTryAgain && !Send(workers())) break;
            }

            wait(TimeSpan.FromMilliseconds(10));
        }

        foreach (var worker in Pending(workers()))
        {
            context.Logger.CommitGivenUp(
                context.Consumer.Name, worker.Partition.Topic, worker.Partition.Partition, worker.Offsets.Next.Offset,
                (_lastError == ErrorCode.NoError ? ErrorCode.Local_TimedOut : _lastError).ToString());
        }
    }

    private static IEnumerable<PartitionWorker> Pending(IEnumerable<PartitionWorker> workers) =>
        workers.Where(w => w.Offsets.Next.Offset is >= 0 and var offset && offset != w.CommittedOffset);

    private bool Send(IEnumerable<PartitionWorker> workers)
    {
        _sentAt = Stopwatch.GetTimestamp();
        var pending = Pending(workers).Where(w => !_triedSingly.Contains(w.Partition)).Take(_singly ? 1 : int.MaxValue).ToArray();
        if (pending.Length == 0) return _singly = false;
        var offsets = Array.ConvertAll(pending, w => new OffsetToCommit(w.Partition, w.Offsets.Next.Offset, w.Offsets.Next.LeaderEpoch));
        var activity = Telemetry.StartCommit(context.Consumer.GroupId);
        _inFlight = true;
        client.Commit(offsets, result =>
        {
            _inFlight = false;
            context.Telemetry.CommitTook(context.Consumer.GroupId, Stopwatch.GetElapsedTime(_sentAt));
            Apply(result, pending, offsets);
            activity?.Dispose();
        });
        return true;
    }

    private void Apply(CommitResult result, PartitionWorker[] workers, OffsetToCommit[] offsets)
    {
        _lastError = ErrorCode.NoError;
        for (var i = 0; i < workers.Length; i++)
        {
            // The worker may be gone by now; then its note is read by nobody.
            var error = result.Of(offsets[i].Partition);
            context.Telemetry.Committed(workers[i].Tags, error == ErrorCode.NoError ? null : error.ToString());
            if (_singly && !CommitErrors.IsPassing(error)) _triedSingly.Add(offsets[i].Partition);
            if (error == ErrorCode.NoError)
            {
                workers[i].CommittedOffset = offsets[i].Offset;
                continue;
            }

            if (_lastError == ErrorCode.NoError)
            {
                context.Logger.CommitRetried(
                    context.Consumer.Name, offsets[i].Partition.Topic, offsets[i].Partition.Partition, offsets[i].Offset, error.ToString());
            }

            _lastError = error;
        }

        if (_lastError == ErrorCode.NoError)
        {
            context.Logger.OffsetsCommitted(context.Consumer.Name, new OffsetList(offsets));
            succeeded();
        }
        else if (!CommitErrors.IsPassing(_lastError) && !CommitErrors.MeansLost(_lastError))
        {
            _singly = true;
        }
    }

    /// <summary>Written out only if someone reads the log line.</summary>
    private readonly struct OffsetList(OffsetToCommit[] offsets)
    {
        public override string ToString() => string.Join(", ", offsets.Select(o => $"{o.Partition} at {o.Offset}"));
    }
}
