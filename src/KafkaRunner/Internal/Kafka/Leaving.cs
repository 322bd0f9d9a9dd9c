using System.Diagnostics;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a client does before it is closed.</summary>
internal static class Leaving
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>Leaves the group, where the client has no partitions.</summary>
    /// <remarks>
    /// A cooperative member without partitions does not leave when it is closed (librdkafka 2.16 skips it together with the rejoin), and the others would wait for its
    /// session to end. Unsubscribing makes it leave. An assignment that was on its way before is served here: once the client is closed its group may have ended,
    /// and Confluent's handler then waits for an answer that never comes.
    /// </remarks>
    /// <param name="consumer">Confluent's.</param>
    /// <param name="events">Its events.</param>
    /// <param name="timeout">How long that may take.</param>
    public static void Unsubscribe<TKey, TValue>(IConsumer<TKey, TValue> consumer, GroupEvents events, TimeSpan timeout)
    {
        if (consumer.Assignment.Count > 0) return;
        var started = Stopwatch.GetTimestamp();
        consumer.Unsubscribe();
        var (raised, message) = (-1L, default(ConsumeResult<TKey, TValue>));
        while ((message is not null || raised != events.Raised) && Stopwatch.GetElapsedTime(started) < timeout)
        {
            raised = events.Raised;
            message = consumer.Consume(Slice);
        }
    }
}
