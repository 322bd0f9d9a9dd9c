using KafkaRunner.Diagnostics;
using KafkaRunner.Errors;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Internal.Partitions;

/// <summary>What follows from an attempt that did not finish all: has it decided for each message, tells of it, and sees to it.</summary>
internal sealed class Aftermath(PartitionState state, WorkerContext context, Backlog backlog)
{
    private readonly ErrorPolicy _policy = new(
        context.Consumer.Options.DeliveryGuarantee == DeliveryGuarantee.AtMostOnce, context.Consumer.Options.RetryBackoff, context.Consumer.Options.MaxRetryBackoff);

    /// <summary>Takes those out of a list that are not finished, and tells of them. Not under the lock.</summary>
    /// <returns>What is to be seen to, or null for nothing.</returns>
    public Unfinished? Decide(List<PendingMessage> messages, in Outcome outcome)
    {
        var (first, jitter) = (messages[Math.Min(outcome.Finished, messages.Count - 1)], context.Runtime.Chance());
        var unfinished = new List<(PendingMessage Message, VerdictKind Kind)>();
        var (lost, pause) = (0, TimeSpan.Zero);
        for (var i = outcome.Finished; i < messages.Count; i++)
        {
            var (message, isFirst) = (messages[i], unfinished.Count == 0);
            var verdict = _policy.Decide(outcome.Kind, message.Slot.IsMarkedProcessed, isFirst, message.Slot.Attempt, jitter);
            if (verdict.Kind == VerdictKind.Lose) lost++;
            if (verdict.Kind is VerdictKind.Lose or VerdictKind.Finish) continue;
            if (isFirst) pause = verdict.Pause;
            unfinished.Add((message, state.IsGivenUp ? VerdictKind.Leave : verdict.Kind));
        }

        if (lost > 0) TellLost(outcome, first, lost);
        else if (unfinished.Count > 0) TellFailed(outcome, unfinished, pause);
        else if (outcome.Kind == OutcomeKind.Failed) context.Logger.FailedWhenProcessed(outcome.Error!, state.Partition.Topic, state.Partition.Partition, messages[0].Offset);
        if (unfinished.Count == 0) return null;
        var rest = unfinished.Select(u => u.Message).ToHashSet();
        messages.RemoveAll(rest.Contains);
        return new Unfinished(unfinished, context.After(context.Time.GetTimestamp(), pause));
    }

    /// <summary>Sees to what is not finished. Under the lock.</summary>
    public void SeeTo(Unfinished rest)
    {
        var again = new List<PendingMessage>();
        for (var i = rest.Messages.Count - 1; i >= 0; i--)
        {
            var (message, kind) = rest.Messages[i];
            message.IsInWork = false;
            if (message.IsForgotten) backlog.DiscardTaken(message);
            else if (kind == VerdictKind.Hold) backlog.Hold(message);
            else if (kind == VerdictKind.PutBack) backlog.PutBack(message);
            else if (kind == VerdictKind.Retry) again.Add(message);
        }

        if (again.Count == 0) return;
        again.Reverse();
        backlog.Retry([.. again], rest.Due);
        state.Signal();       // arms the timer
    }

    private void TellLost(in Outcome outcome, PendingMessage first, int lost)
    {
        if (outcome.Kind is OutcomeKind.Failed or OutcomeKind.Unreadable) context.Telemetry.Failed(state.Tags, outcome.Error!);
        context.Telemetry.Lost(state.Tags, lost);
        context.Logger.FailedAtMostOnce(outcome.Error!, state.Partition.Topic, state.Partition.Partition, first.Offset, lost);
    }

    // What waits for long must not keep borrowed memory.
    private void TellFailed(in Outcome outcome, List<(PendingMessage Message, VerdictKind Kind)> unfinished, TimeSpan pause)
    {
        var (first, kind) = unfinished[0];
        if (kind == VerdictKind.Leave) return;
        foreach (var (message, _) in unfinished)
        {
            message.Slot.Invalidate();
            message.Slot.Detach();
        }

        var (topic, partition, error) = (state.Partition.Topic, state.Partition.Partition, outcome.Error!);
        context.Telemetry.Failed(state.Tags, error);
        if (kind == VerdictKind.Retry) context.Logger.RetryScheduled(error, topic, partition, first.Offset, pause.TotalSeconds, first.Slot.Attempt);
        else context.Logger.LaneHeld(topic, partition, first.Offset, context.Processor.ValueTypeName, error.Message, context.Consumer.Name, context.Consumer.GroupId);
    }

    /// <summary>Messages of an attempt that are not finished, in order.</summary>
    /// <param name="Messages">Which, and what is to become of each.</param>
    /// <param name="Due">When those are due that are tried again, by the context's clock.</param>
    public sealed record Unfinished(IReadOnlyList<(PendingMessage Message, VerdictKind Kind)> Messages, long Due);
}
