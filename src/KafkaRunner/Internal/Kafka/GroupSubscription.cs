using System.Diagnostics;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Joins a group, and leaves it before the client is closed. Poll thread, or whoever closes the client.</summary>
internal static class GroupSubscription
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>Subscribes. Throws what the client does the first time; later that is an event.</summary>
    /// <param name="consumer">Confluent's.</param>
    /// <param name="events">Its events.</param>
    /// <param name="topics">To what.</param>
    /// <param name="listener">Who hears of them from now on.</param>
    public static void Subscribe<TKey, TValue>(IConsumer<TKey, TValue> consumer, GroupEvents events, IReadOnlyList<string> topics, IGroupEvents listener)
    {
        var isFirst = !events.IsHeard;
        events.TellTo(listener);
        try
        {
            consumer.Subscribe(topics);
        }
        catch (KafkaException exception) when (!isFirst)
        {
            events.Failed(exception.Error);
        }
    }

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
