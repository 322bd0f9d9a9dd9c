using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Partitions;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>Leaves the group, at a stop, when the group can hear it. Poll thread.</summary>
internal sealed class Departure(
    ConsumerDefinition consumer, IGroupClient client, Membership membership, Assignment assignment, TroubleReporter trouble, Poller poller, StopDeadlines deadlines, ILogger logger)
{
    // The broker keeps a join until the other members have joined, too, and hears nothing else from this one meanwhile: not that it leaves.
    public void AwaitJoin()
    {
        Task<bool>? asked = null;
        var isTold = false;
        while (asked is not { IsCompletedSuccessfully: true, Result: true } && deadlines.LeftToStop > TimeSpan.Zero && !trouble.AreAllDown)
        {
            if (asked is { IsCompleted: true } && !isTold)
            {
                logger.AwaitsGroup(consumer.Name, consumer.GroupId, deadlines.LeftToStop.TotalSeconds);
                isTold = true;
            }

            if (asked is null or { IsCompleted: true }) asked = client.Questions.AnswersAsync();
            poller.Poll(Poller.Slice);
        }
    }

    /// <returns>Whether the client has closed in time.</returns>
    public bool Leave()
    {
        var left = deadlines.LeftToEnd(TimeSpan.Zero);
        foreach (var worker in assignment.Workers) worker.ReportUnbegun(isLast: true);
        var isClosed = membership.Leave(left > StopDeadlines.LeaveTime ? left : StopDeadlines.LeaveTime);
        assignment.Drop([.. assignment.Workers.Select(w => w.Partition)]);
        return isClosed;
    }

    /// <summary>With messages still in work.</summary>
    public void LeaveByForce() => membership.Leave(StopDeadlines.ForcedLeaveTime);
}
