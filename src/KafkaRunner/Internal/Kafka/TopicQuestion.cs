using System.Buffers.Binary;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks brokers for what there is to know of topics.</summary>
internal static class TopicQuestion
{
    public const int MaxTimeouts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static readonly IReadOnlyDictionary<string, TopicFacts> None = new Dictionary<string, TopicFacts>();

    /// <summary>Asks; a timeout is asked again, at most some times once <paramref name="other"/> has ended.</summary>
    /// <param name="requests">Asks.</param>
    /// <param name="topics">Their names.</param>
    /// <param name="other">What is waited for anyway.</param>
    /// <param name="maxTimeouts">How often.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>What the broker told. Not every broker does, nor to everybody.</returns>
    public static async Task<IReadOnlyDictionary<string, TopicFacts>> AskAsync(AdminRequests requests, IReadOnlyList<string> topics, Task other, int maxTimeouts, CancellationToken cancellationToken)
    {
        for (var timeouts = 0; timeouts < maxTimeouts;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Read(await TopicDescriptions.AskAsync(requests, topics).ConfigureAwait(false));
            }
            catch (KafkaException exception) when (exception.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport or ErrorCode.RequestTimedOut)
            {
                if (other.IsCompleted) timeouts++;
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (KafkaException)      // older brokers, and librdkafka's mock
            {
                return None;
            }
        }

        return None;
    }

    private static Dictionary<string, TopicFacts> Read(IEnumerable<TopicDescription> topics) => topics
        .Where(topic => topic.Error is not { IsError: true })
        .ToDictionary(topic => topic.Name, topic => new TopicFacts(IdOf(topic), topic.Partitions.Count));

    private static Guid? IdOf(TopicDescription topic)
    {
        if (topic.TopicId is null) return null;
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, topic.TopicId.MostSignificantBits);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), topic.TopicId.LeastSignificantBits);
        var id = new Guid(bytes, bigEndian: true);
        return id == Guid.Empty ? null : id;
    }
}
