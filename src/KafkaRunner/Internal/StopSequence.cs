using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>Takes the steps of a stop, in their order, and tells how it went. Poll thread.</summary>
internal sealed class StopSequence(
    WorkerContext context,
    IGroupClient client,
    Assignment assignment,
    Membership membership,
    PartitionTurnover turnover,
    PartitionListeners listeners,
    LastWork work,
    FinalCommit commit,
    Departure departure,
    StopDeadlines deadlines,
    Uncommitted uncommitted,
    RunStatus status,
    RunState state)
{
    private readonly ConsumerDefinition _consumer = context.Consumer;

    public RunResult Run()
    {
        var options = _consumer.Options;
        deadlines.BeginStop();
        state.Stage = ConsumerState.Stopping;

        if (membership.HasEnded) state.Guard(turnover.LoseAll);

        // First nothing new is begun, and what is in work gets its time. Polling goes on: the group must not take us for dead.
        state.Guard(assignment.Stop);
        context.Logger.ConsumerStopping(_consumer.Name, assignment.InWork, options.ShutdownTimeout.TotalSeconds);
        if (!work.PollUntilQuiet(options.ShutdownTimeout))
        {
            context.Logger.CancellationRequested(_consumer.Name, options.ShutdownTimeout.TotalSeconds, assignment.InWork);
            state.Guard(assignment.Cancel);
            if (!work.PollUntilQuiet(options.CancellationGrace)) return Abandon();
        }

        // What Process has produced comes before the offsets that say it is done. Each step is taken, whatever becomes of those before it.
        deadlines.EndWithin(StopDeadlines.AtLeastCommitTime(deadlines.LeftToStop));
        state.Guard(work.FlushProduced);

        // Commit while still a member: inside Close() a rebalance under way would refuse it.
        state.Guard(membership.HasEnded ? turnover.LoseAll : commit.Commit);
        if (!membership.HasEnded && !work.CannotPoll) state.Guard(departure.AwaitJoin);
        var isClosed = true;
        state.Guard(() => isClosed = departure.Leave());
        state.Guard(assignment.DisposeLeaving);
        state.Guard(isClosed ? client.Dispose : client.Abandon);
        state.Guard(() => listeners.Finish(deadlines.LeftToStop));
        return Ended();
    }

    // A hung message still reads borrowed memory, so the client cannot be disposed. But what is finished is committed, and the group left.
    private RunResult Abandon()
    {
        status.ReportHung();
        deadlines.EndWithin(LastCommit.LeastTime);
        if (!membership.HasEnded && !work.CannotPoll) state.Guard(commit.CommitByForce);
        state.Guard(departure.LeaveByForce);
        foreach (var worker in assignment.Workers.Concat(assignment.Busy)) worker.ReportUnbegun(isLast: true);
        state.Guard(client.Abandon);
        TellUncommitted();
        return new RunResult(RunEnd.Forced, state.Failure);
    }

    private RunResult Ended()
    {
        TellUncommitted();
        if (state.Failure is { } failure) return new RunResult(RunEnd.Failed, failure);
        if (uncommitted.Messages is not null) return new RunResult(RunEnd.Uncommitted);
        context.Logger.ConsumerStopped(_consumer.Name);
        return new RunResult(RunEnd.Stopped);
    }

    private void TellUncommitted()
    {
        if (uncommitted.Messages is { } finished) context.Logger.StoppedUncommitted(_consumer.Name, Uncommitted.Tell(finished));
    }
}
