using System.Diagnostics.CodeAnalysis;

namespace KafkaRunner;

/// <summary>What became of one message: delivered, or why not.</summary>
public sealed class DeliveryReport
{
    private DeliveryReport(DeliveryResult? result, MessageDeliveryException? error)
    {
        Result = result;
        Error = error;
    }

    /// <summary>Gets whether the brokers have acknowledged the message.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsDelivered => Result is not null;

    /// <summary>Gets where the message stands.</summary>
    /// <value>Null where it was not delivered.</value>
    public DeliveryResult? Result { get; }

    /// <summary>Gets why the message was not delivered.</summary>
    /// <value>Null where it was delivered.</value>
    public MessageDeliveryException? Error { get; }

    /// <summary>Makes the report of a delivered message.</summary>
    /// <param name="result">Where it stands.</param>
    /// <returns>The report.</returns>
    public static DeliveryReport Delivered(DeliveryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new DeliveryReport(result, null);
    }

    /// <summary>Makes the report of a message that was not delivered.</summary>
    /// <param name="error">Why not.</param>
    /// <returns>The report.</returns>
    public static DeliveryReport Failed(MessageDeliveryException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new DeliveryReport(null, error);
    }
}
