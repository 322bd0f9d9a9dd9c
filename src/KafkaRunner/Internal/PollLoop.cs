using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Partitions;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal;

/// <summary>Joins the group and polls until a stop is requested; between polls it sees to what is due. Poll thread.</summary>
internal sealed class PollLoop(
    ConsumerDefinition consumer,
    Membership membership,
    Poller poller,
    Assignment assignment,
    TopicIdentity topicIdentity,
    ConnectionWatch connection,
    RunState state,
    ILogger logger)
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    public void Run()
    {
        membership.Join();
        state.Stage = ConsumerState.Running;
        logger.ConsumerStarted(consumer.Name, string.Join(", ", consumer.Topics), consumer.GroupId, consumer.Options.Brokers);
        while (!state.StopRequested)
        {
            poller.PollAndServe(PollTimeout);
            assignment.SweepIfDue();
            topicIdentity.CheckIfDue();
            connection.Serve();
            membership.ServeTopics();
        }
    }
}
