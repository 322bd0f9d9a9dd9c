namespace KafkaRunner;

/// <summary>What makes finished messages be committed.</summary>
public enum CommitMode
{
    /// <summary>Time, and the number of finished messages where <see cref="ConsumerOptions.CommitThreshold"/> says so.</summary>
    Interval,

    /// <summary>
    /// Every message, or batch: what comes after it in its order begins once the broker has taken its offset. Slow, for handlers
    /// whose repetition costs more than a round trip.
    /// </summary>
    EachMessage,

    /// <summary>
    /// The consumer, by <see cref="Message.Commit"/>. What it never asks for is never committed, not on a stop either, and is
    /// processed again.
    /// </summary>
    Manual,
}
