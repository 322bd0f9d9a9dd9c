namespace KafkaRunner;

/// <summary>What the death of a process may cost.</summary>
public enum DeliveryGuarantee
{
    /// <summary>A repetition: an offset is committed once its message is finished.</summary>
    AtLeastOnce,

    /// <summary>
    /// A loss: an offset is committed before its message is processed, and a message that fails is not tried again but logged as
    /// an error and counted.
    /// </summary>
    AtMostOnce,
}
