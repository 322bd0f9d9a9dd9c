namespace KafkaRunner;

/// <summary>Where a consumer group starts in a partition for which it has no committed offset.</summary>
public enum StartPosition
{
    /// <summary>At the oldest message there is, so that none is missed.</summary>
    Earliest,

    /// <summary>After the newest message: only what arrives from now on.</summary>
    Latest,
}
