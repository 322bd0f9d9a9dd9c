namespace KafkaRunner;

/// <summary>What the death of a process may cost.</summary>
public enum DeliveryGuarantee
{
    /// <summary>A repetition: an offset is committed once its message is finished.</summary>
    AtLeastOnce,

    /// <summary>
    /// A loss: an offset is committed before its message is processed, and a message that fails is not tried again but logged as
    /// an error and counted. At most <see cref="ConsumerOptions.MaxConcurrency"/> messages or batches are committed and not finished at any time.
    /// </summary>
    /// <remarks>
    /// Each message waits for a commit of its own, shared only with those that begin together, so this is slow. Not together with
    /// <see cref="CommitMode.Manual"/>. With <see cref="MessageSource.Managed"/> a partition has one message in work at a time, whatever
    /// the <see cref="Ordering"/>.
    /// </remarks>
    AtMostOnce,
}
