using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks brokers, once, to describe topics.</summary>
internal static class TopicDescriptions
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    /// <returns>What was told of each. Throws where nobody answers.</returns>
    public static async Task<IReadOnlyList<TopicDescription>> AskAsync(AdminRequests requests, IReadOnlyList<string> topics)
    {
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = RequestTimeout };
            var answer = await requests.AskAsync(RequestTimeout, admin => admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options)).ConfigureAwait(false);
            return answer.TopicDescriptions;
        }
        catch (DescribeTopicsException exception)       // some are unknown, or not ours to see: it tells of each
        {
            return exception.Results.TopicDescriptions;
        }
    }
}
