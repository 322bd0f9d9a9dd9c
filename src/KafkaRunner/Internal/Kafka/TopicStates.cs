using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks the brokers whether topics are there and may be seen.</summary>
internal static class TopicStates
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    public static readonly IReadOnlyDictionary<string, ErrorCode> None = new Dictionary<string, ErrorCode>();

    /// <summary>Asks once. The client's own view of the topics is renewed by the answer, too.</summary>
    /// <returns>The topics that a broker told of: what is wrong with each, or that nothing is.</returns>
    public static async Task<IReadOnlyDictionary<string, ErrorCode>> AskAsync(Handle handle, IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        using var admin = new DependentAdminClientBuilder(handle).Build();
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = RequestTimeout };
            var answer = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).WaitAsync(cancellationToken);
            return Read(answer.TopicDescriptions);
        }
        catch (DescribeTopicsException exception)       // some are missing or refused: it tells of each
        {
            return Read(exception.Results.TopicDescriptions);
        }
        catch (KafkaException)      // nobody answers
        {
            return None;
        }
    }

    private static Dictionary<string, ErrorCode> Read(IEnumerable<TopicDescription> topics) =>
        topics.ToDictionary(topic => topic.Name, topic => topic.Error?.Code ?? ErrorCode.NoError);
}
