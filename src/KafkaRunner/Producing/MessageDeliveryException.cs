namespace KafkaRunner;

/// <summary>A message was not delivered. The text says to which topic, why, whether it may have been written, and what to do.</summary>
/// <remarks>It concerns this message only: the producer goes on, and recovers by itself.</remarks>
public sealed class MessageDeliveryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="topic">The topic it was meant for.</param>
    /// <param name="reason">Why it was not delivered, without a full stop.</param>
    /// <param name="mayHaveBeenWritten">Whether it may stand in the topic all the same.</param>
    /// <param name="advice">What to do, in whole sentences.</param>
    /// <param name="innerException">What the client said, where it said something.</param>
    public MessageDeliveryException(
        string topic, string reason, bool mayHaveBeenWritten, string advice, Exception? innerException = null)
        : base($"Message not delivered to {topic}: {reason}. {Written(mayHaveBeenWritten)} {advice}", innerException)
    {
        Topic = topic;
        Reason = reason;
        MayHaveBeenWritten = mayHaveBeenWritten;
    }

    /// <summary>Gets the topic that the message was meant for.</summary>
    public string Topic { get; }

    /// <summary>Gets why it was not delivered, without a full stop.</summary>
    public string Reason { get; }

    /// <summary>Gets whether the message may stand in the topic all the same, because an acknowledgement was lost or came too late.</summary>
    /// <value>False means that it surely was not written, so that sending it again cannot repeat it.</value>
    public bool MayHaveBeenWritten { get; }

    private static string Written(bool may) =>
        may ? "It may have been written all the same, so sending it again may repeat it." : "It was not written.";
}
