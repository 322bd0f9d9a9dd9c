using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks the brokers whether topics are there and may be seen.</summary>
internal static class TopicStates
{
    public static readonly IReadOnlyDictionary<string, FailureCode> None = new Dictionary<string, FailureCode>();

    /// <summary>Asks once. The client's own view of the topics is renewed by the answer, too.</summary>
    /// <returns>The topics that a broker told of: what is wrong with each, or that nothing is.</returns>
    public static async Task<IReadOnlyDictionary<string, FailureCode>> AskAsync(AdminRequests requests, IReadOnlyList<string> topics)
    {
        try
        {
            var described = await TopicDescriptions.AskAsync(requests, topics).ConfigureAwait(false);
            return described.ToDictionary(topic => topic.Name, topic => new FailureCode(topic.Error?.Code ?? ErrorCode.NoError));
        }
        catch (KafkaException)      // nobody answers
        {
            return None;
        }
    }
}
