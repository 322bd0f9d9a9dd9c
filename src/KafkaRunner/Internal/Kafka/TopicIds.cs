using System.Buffers.Binary;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks for the ids of topics: a topic that was deleted and created again has another one.</summary>
internal static class TopicIds
{
    private const int MaxTimeouts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    public static readonly IReadOnlyDictionary<string, Guid> None = new Dictionary<string, Guid>();

    /// <summary>Asks; a timeout is asked again, at most 3 times once <paramref name="other"/> has ended.</summary>
    /// <param name="handle">The client's.</param>
    /// <param name="topics">Their names.</param>
    /// <param name="other">What is waited for anyway.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The ids that the broker told. Not every broker does, nor to everybody.</returns>
    public static async Task<IReadOnlyDictionary<string, Guid>> AskAsync(Handle handle, IReadOnlyList<string> topics, Task other, CancellationToken cancellationToken)
    {
        using var admin = new DependentAdminClientBuilder(handle).Build();
        for (var timeouts = 0; timeouts < MaxTimeouts;)
        {
            try
            {
                var options = new DescribeTopicsOptions { RequestTimeout = RequestTimeout };
                var answer = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).WaitAsync(cancellationToken);
                return Read(answer.TopicDescriptions);
            }
            catch (DescribeTopicsException exception)       // some are unknown, or not ours to see
            {
                return Read(exception.Results.TopicDescriptions);
            }
            catch (KafkaException exception) when (exception.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.RequestTimedOut)
            {
                if (other.IsCompleted) timeouts++;
                await Task.Delay(Pause, cancellationToken);
            }
            catch (KafkaException)      // older brokers, and librdkafka's mock
            {
                return None;
            }
        }

        return None;
    }

    private static Dictionary<string, Guid> Read(IEnumerable<TopicDescription> topics)
    {
        var ids = new Dictionary<string, Guid>();
        foreach (var topic in topics)
        {
            if (topic.Error is { IsError: true } || topic.TopicId is null) continue;
            var bytes = new byte[16];
            BinaryPrimitives.WriteInt64BigEndian(bytes, topic.TopicId.MostSignificantBits);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), topic.TopicId.LeastSignificantBits);
            if (new Guid(bytes, bigEndian: true) is var id && id != Guid.Empty) ids[topic.Name] = id;
        }

        return ids;
    }
}
