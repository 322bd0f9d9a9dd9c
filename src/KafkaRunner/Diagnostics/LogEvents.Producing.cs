namespace KafkaRunner.Diagnostics;

/// <content>6000s: producing.</content>
internal static partial class LogEvents
{
    /// <summary>The producer's client cannot reach its brokers, or is refused; it keeps trying.</summary>
    public const int ProducerConnectionTrouble = 6000;

    /// <summary>An enqueued message without a callback was not delivered.</summary>
    public const int DeliveryFailed = 6001;

    /// <summary>The callback of an enqueued message threw.</summary>
    public const int DeliveryCallbackFailed = 6002;

    /// <summary>Messages were given up because the producer had to end.</summary>
    public const int GivenUpAtStop = 6003;

    /// <summary>The producer's client could not go on and a new one took its place.</summary>
    public const int ProducerReplaced = 6004;

    /// <summary>The producer has ended.</summary>
    public const int ProducerStopped = 6005;
}
