using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Internal.Offsets;

/// <summary>Alone sends commits, when it is time, one at a time; what may be committed each partition says. Poll thread only.</summary>
/// <remarks>
/// An offset counts as committed when the broker has said so, not before: counting it at once repeats messages after a rebalance.
/// When a commit is refused for good, its partitions are committed singly, so that one of them cannot stop the others. When its metadata
/// is too long for the brokers, the offsets are committed without it, and a shorter one is tried with the next commit.
/// </remarks>
/// <param name="client">Sends the commits.</param>
/// <param name="context">Names, options, limits, log.</param>
/// <param name="succeeded">Called for each commit that the broker took whole.</param>
internal sealed class OffsetCommitter(IGroupClient client, CommitContext context, Action succeeded)
{
    /// <summary>Brokers refuse requests beyond <c>socket.request.max.bytes</c> or their own limits as a whole; 1 MB was refused (measured).</summary>
    private const int MostBytes = 800_000;
    private const int BytesBeside = 64;     // of a partition, beside topic and metadata: an upper bound

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<TopicPartition> _triedSingly = [];     // since all were last committed together
    private readonly List<OffsetRange> _ranges = [];
    private readonly HashSet<TopicPartition> _hadTurn = [];         // where one request does not hold all
    private readonly HashSet<TopicPartition> _withoutMap = [];      // their maps were refused
    private long _intervalBegan = context.Clock.GetTimestamp();
    private long _sentAt;
    private bool _inFlight;
    private bool _singly;
    private bool _isShortened;          // what was announced before that may not find room
    private bool _hasMore;              // did not fit into the last request
    private FailureCode _lastError;

    /// <summary>Commits what is finished, when it is time.</summary>
    public void CommitIfDue(IReadOnlyCollection<ICommittable> workers)
    {
        if (_inFlight || IsPausing) return;
        if ((_singly || _hasMore || _withoutMap.Count > 0) && Send(workers)) return;
        if (context.Clock.GetElapsedTime(_intervalBegan) >= context.Consumer.Options.CommitInterval)
        {
            _intervalBegan = context.Clock.GetTimestamp();
            _triedSingly.Clear();
            context.Signal.Take();
            Send(workers);
            foreach (var worker in workers) worker.WantPosition();      // for the next time
        }
        else if (CommitErrors.IsPassing(_lastError) || context.Signal.Take())
        {
            Send(workers);
        }
    }

    /// <summary>Commits all that is finished and waits for the result, trying again where that helps.</summary>
    /// <param name="workers">Whose offsets; asked again each time.</param>
    /// <param name="timeout">How long to try.</param>
    /// <param name="wait">Waits for a result: <see cref="IGroupClient.ServeCommits"/> in a rebalance, else <see cref="IGroupClient.Poll"/>.</param>
    /// <returns>How many finished messages are not committed; null where all is.</returns>
    public long? CommitAll(Func<IEnumerable<ICommittable>> workers, TimeSpan timeout, Action<TimeSpan> wait)
    {
        var started = context.Clock.GetTimestamp();
        _lastError = FailureCode.None;
        _triedSingly.Clear();
        while (context.Clock.GetElapsedTime(started) < timeout)
        {
            if (!_inFlight && !IsPausing && (CommitErrors.MeansLost(_lastError) || !Send(workers()))) break;
            wait(TimeSpan.FromMilliseconds(10));
        }

        return TellMissing(workers());
    }

    /// <summary>Tells by partition what is finished and not committed, when no further attempt is made.</summary>
    /// <param name="workers">Which.</param>
    /// <param name="cause">Why, unless the last commit tells.</param>
    /// <returns>How many messages; null for no partition.</returns>
    public long? TellMissing(IEnumerable<ICommittable> workers, string? cause = null)
    {
        long? missing = null;
        foreach (var worker in workers)
        {
            if (worker.Missing(_ranges, out var finished) is not { } progress) continue;
            missing = (missing ?? 0) + finished;
            var (consumer, partition) = (context.Consumer.Name, worker.Partition);
            var why = cause ?? (worker.HasNews ? (_lastError.IsNone ? FailureCode.TimedOut : _lastError).ToString() : "it has no room for what is finished beyond");
            if (finished > 0) context.Logger.CommitGivenUp(consumer, partition.Topic, partition.Partition, progress.Offset, why, finished);
            else context.Logger.StartNotCommitted(consumer, partition.Topic, partition.Partition, progress.Offset, why);
        }

        return missing;
    }

    private bool IsPausing => CommitErrors.IsPassing(_lastError) && context.Clock.GetElapsedTime(_sentAt) < RetryPause;

    private bool Send(IEnumerable<ICommittable> workers)
    {
        _sentAt = context.Clock.GetTimestamp();
        if (!_hasMore) _hadTurn.Clear();
        _hasMore = false;
        var pending = new List<(ICommittable Worker, Progress Progress)>();
        var bytes = 0;
        var takesBack = _isShortened;
        _isShortened = false;
        foreach (var worker in workers)
        {
            if (takesBack) worker.TryTakeBack(isRefused: false);
            worker.NoteFinished();
            if (!worker.HasNews || _triedSingly.Contains(worker.Partition) || _hadTurn.Contains(worker.Partition)) continue;
            if (bytes > MostBytes || (_singly && pending.Count > 0))
            {
                _hasMore = !_singly;
                break;
            }

            if (worker.BeginCommit(_ranges) is not { } progress) continue;
            if (_withoutMap.Remove(worker.Partition)) progress = progress.WithoutMap;
            pending.Add((worker, progress));
            bytes += BytesBeside + worker.Partition.Topic.Length + (progress.Metadata?.Length ?? 0);
        }

        if (pending.Count == 0)
        {
            _withoutMap.Clear();
            if (_hadTurn.Count > 0) return Send(workers);       // the round is over
            return _singly = false;
        }

        if (_hasMore) _hadTurn.UnionWith(pending.Select(p => p.Worker.Partition));
        var offsets = pending.ConvertAll(p => new OffsetToCommit(p.Worker.Partition, p.Progress.Offset, p.Progress.LeaderEpoch, p.Progress.Metadata));
        var span = context.Telemetry.StartCommit(context.Consumer.GroupId);
        _inFlight = true;
        try
        {
            client.Commit(offsets, result =>
            {
                _inFlight = false;
                context.Telemetry.CommitTook(context.Consumer.GroupId, context.Clock.GetElapsedTime(_sentAt));
                Apply(result, pending);
                span.Dispose();
            });
        }
        catch
        {
            _inFlight = false;
            foreach (var (worker, _) in pending) worker.EndCommit(null);
            throw;
        }

        return true;
    }

    private void Apply(CommitResult result, List<(ICommittable Worker, Progress Progress)> sent)
    {
        _lastError = FailureCode.None;
        // First: what waits may be announced again as soon as its commit has ended.
        var isTooLong = sent.Exists(s => IsTooLong(s.Progress, result.Of(s.Worker.Partition)));
        if (isTooLong) Shorten(sent.Max(s => s.Progress.Metadata?.Length ?? 0));
        foreach (var (worker, progress) in sent)
        {
            // The worker may be gone by now; then its note is read by nobody.
            var error = result.Of(worker.Partition);
            context.Telemetry.Committed(worker.Tags, error.IsNone ? null : error.ToString());
            worker.EndCommit(error.IsNone ? progress : null);
            if (error.IsNone)
            {
                context.Metadata.Accepted(progress.Metadata?.Length ?? 0);
                continue;
            }

            if (IsTooLong(progress, error))     // or another's is: librdkafka does not tell which
            {
                if (!worker.TryTakeBack(isRefused: false)) _withoutMap.Add(worker.Partition);
                continue;
            }

            if (!CommitErrors.IsPassing(error)) worker.TryTakeBack(isRefused: true);
            if (_singly && !CommitErrors.IsPassing(error)) _triedSingly.Add(worker.Partition);
            if (_lastError.IsNone)
            {
                context.Logger.CommitRetried(context.Consumer.Name, worker.Partition.Topic, worker.Partition.Partition, progress.Offset, error.ToString());
            }

            _lastError = error;
        }

        if (_lastError.IsNone && isTooLong) return;
        if (_lastError.IsNone)
        {
            context.Logger.OffsetsCommitted(context.Consumer.Name, new OffsetList(sent));
            succeeded();
        }
        else if (!CommitErrors.IsPassing(_lastError) && !CommitErrors.MeansLost(_lastError))
        {
            _singly = true;
        }
    }

    private static bool IsTooLong(in Progress progress, FailureCode error) => CommitErrors.IsTooLong(error) && progress.Metadata is not null;

    private void Shorten(int refused)
    {
        if (context.Metadata.Length == OffsetMap.MaxLength) context.Logger.MetadataRefused(context.Consumer.Name, refused);
        context.Metadata.Refused(refused);
        _isShortened = true;
    }

    /// <summary>Written out only if someone reads the log line.</summary>
    private readonly struct OffsetList(List<(ICommittable Worker, Progress Progress)> sent)
    {
        public override string ToString() => string.Join(", ", sent.Select(s => $"{s.Worker.Partition} at {s.Progress.Offset}"));
    }
}
