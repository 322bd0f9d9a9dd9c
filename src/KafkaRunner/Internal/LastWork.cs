using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Partitions;

namespace KafkaRunner.Internal;

/// <summary>Waits, at a stop, for what is in work and for what it has produced. Polling goes on meanwhile. Poll thread.</summary>
internal sealed class LastWork(
    WorkerContext context, Assignment assignment, Poller poller, StopDeadlines deadlines, RunState state, Func<CancellationToken, Task> flushProduced)
{
    /// <summary>Gets whether the client has thrown what it must not; then work is waited for without polling.</summary>
    public bool CannotPoll { get; private set; }

    /// <summary>Waits, up to a time, until nothing is in work.</summary>
    /// <returns>Whether nothing is.</returns>
    public bool PollUntilQuiet(TimeSpan timeout)
    {
        var time = deadlines.CountDown(timeout);
        while (assignment.Busy.Any())
        {
            if (time.IsOver) return false;
            if (CannotPoll)
            {
                context.Runtime.Wait(Task.WhenAll(assignment.Busy.Select(w => w.Quiet)), Poller.Slice);
                continue;
            }

            try
            {
                poller.PollAndServe(Poller.Slice);
            }
            catch (Exception exception)
            {
                CannotPoll = true;
                state.Fail(exception);
            }
        }

        return true;
    }

    /// <summary>Waits until the brokers have what <c>Process</c> has produced.</summary>
    public void FlushProduced()
    {
        using var deadline = new CancellationTokenSource(deadlines.LeftToEnd(StopDeadlines.LeaveTime + StopDeadlines.LeaveTime), context.Runtime.Deadlines);
        var flush = flushProduced(deadline.Token);
        while (!flush.IsCompleted) poller.Poll(Poller.Slice);
        if (!flush.IsCompletedSuccessfully) context.Logger.FlushFailed(flush.Exception ?? (Exception)new TimeoutException(), context.Consumer.Name);
    }
}
