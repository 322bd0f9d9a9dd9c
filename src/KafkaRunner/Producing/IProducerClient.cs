namespace KafkaRunner.Producing;

/// <summary>What <see cref="KafkaProducer"/> needs of the client beneath: a seam, so that its rules are tested without a broker.</summary>
/// <remarks>Disposing of it fails what has no report yet. Not from its own threads.</remarks>
internal interface IProducerClient : IDisposable
{
    /// <summary>Hands a message over. <paramref name="onReport"/> is called once, on a thread of the client, if it is accepted.</summary>
    /// <exception cref="MessageDeliveryException">The message itself is refused.</exception>
    Acceptance TryProduce(OutgoingMessage message, Action<DeliveryReport> onReport);

    /// <summary>Asks the brokers for a topic's number of partitions; blocks until they answer.</summary>
    /// <exception cref="MessageDeliveryException">They did not tell in time.</exception>
    int CountPartitions(string topic, TimeSpan timeout);

    /// <summary>Sends waiting messages without lingering; blocks until all have their reports or the time is over.</summary>
    void Hurry(TimeSpan time);

    /// <summary>Fails every message that has no report yet.</summary>
    void Purge();
}
