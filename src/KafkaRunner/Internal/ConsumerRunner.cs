using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Offsets;
using KafkaRunner.Internal.Partitions;
using KafkaRunner.Internal.Processing;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>Owns one consumer's client and runs it on a thread of its own, the poll thread: joins, polls, commits, and stops in order.</summary>
internal sealed class ConsumerRunner
{
    private static readonly TimeSpan LongestTelling = TimeSpan.FromSeconds(1);

    private readonly ConsumerDefinition _consumer;
    private readonly IGroupClient _client;
    private readonly Telemetry _telemetry;
    private readonly EngineRuntime _runtime;
    private readonly RunState _state;
    private readonly RunStatus _status;
    private readonly PollLoop _loop;
    private readonly StopSequence _stop;
    private readonly TaskCompletionSource<RunResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConsumerRunner(
        ConsumerDefinition consumer,
        IGroupClient client,
        MessageProcessor processor,
        IReadOnlyList<IPartitionListener> listeners,
        Telemetry telemetry,
        EngineRuntime runtime,
        ILogger logger,
        Func<CancellationToken, Task> flushProduced,
        Func<OffsetTracker>? trackers = null)
    {
        (_consumer, _client, _telemetry, _runtime) = (consumer, client, telemetry, runtime);
        logger = QuietLogger.Of(logger);
        _state = new RunState(consumer, client, logger);
        var (permits, commits) = (new Permits(consumer.Options.MaxConcurrency, runtime), new CommitSignal(consumer.Options.CommitThreshold, _state.Wake));
        var context = new WorkerContext(consumer, processor, permits, commits, client.CarriesMetadata, telemetry, runtime, logger, _state.Fail);
        if (trackers is not null) context = context with { MakeTracker = trackers };

        // What is ours, and what is committed of it.
        var assignment = new Assignment(client, context);
        var trouble = new TroubleReporter(context, assignment);
        var committer = new OffsetCommitter(client, new CommitContext(consumer, commits, context.Metadata, runtime.Deadlines, telemetry, logger), trouble.Clear);
        var poller = new Poller(client, assignment, committer, runtime.Time);
        _status = new RunStatus(context, assignment, trouble, poller, _state);

        // What comes and goes.
        var uncommitted = new Uncommitted(_state);
        var deadlines = new StopDeadlines(consumer.Options, runtime.Deadlines);
        var told = new PartitionListeners(listeners, consumer, runtime, logger);
        var turnover = new PartitionTurnover(context, assignment, new PartitionOpener(client.Questions, context, told), told, committer, uncommitted, _state);
        var topicIdentity = new TopicIdentity(client.Questions, assignment, context, turnover.Replace);
        var membership = new Membership(context, client, assignment, committer, trouble, told, turnover, deadlines, uncommitted, _state);
        _loop = new PollLoop(consumer, membership, poller, assignment, topicIdentity, new ConnectionWatch(client.Questions, trouble, runtime.Time), _state, logger);

        // And how it ends.
        var work = new LastWork(context, assignment, poller, deadlines, _state, flushProduced);
        var commit = new FinalCommit(assignment, committer, topicIdentity, told, poller, deadlines, uncommitted);
        var departure = new Departure(consumer, client, membership, assignment, trouble, poller, deadlines, logger);
        _stop = new StopSequence(
            context, client, assignment, membership, turnover, told, work, commit, departure, deadlines, uncommitted, _status, _state);
    }

    /// <summary>Gets a task that completes, never faulted, when the consumer has ended, for whatever reason.</summary>
    public Task<RunResult> Completion => _completion.Task;

    /// <summary>Starts the poll thread.</summary>
    public void Start() => _runtime.StartThread($"kafkarunner {_consumer.Name}", Run);

    /// <summary>Gives up a runner that was never started.</summary>
    public void Discard() => _client.Dispose();

    /// <summary>Asks for a clean stop. Any thread, any number of times.</summary>
    public void RequestStop() => _state.RequestStop();

    /// <summary>Gets where the consumer stands. Any thread.</summary>
    public ConsumerSnapshot Snapshot() => _status.Snapshot();

    /// <summary>Logs every message in work: where it is and for how long. Any thread; for the moment before a forced end.</summary>
    public void ReportHung() => _status.ReportHung();

    private void Run()
    {
        _telemetry.Observe(_status.Measured);
        _state.Guard(_loop.Run);
        End(_stop.Run());
    }

    private void End(RunResult result)
    {
        _state.Stage = result.End is RunEnd.Stopped or RunEnd.Uncommitted ? ConsumerState.Stopped : ConsumerState.Failed;
        _telemetry.Forget(_status.Measured);
        _runtime.AwaitTold(LongestTelling);
        _completion.SetResult(result);
    }
}
