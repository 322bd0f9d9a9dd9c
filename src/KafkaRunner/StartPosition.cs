namespace KafkaRunner;

/// <summary>Where a consumer group begins in a partition for which it has committed nothing. Its start is committed before anything is processed.</summary>
/// <remarks>
/// It is about the beginning of the group only. A partition that the topic got later is read from its beginning, and so is a log
/// that no longer has the committed offset.
/// </remarks>
public enum StartPosition
{
    /// <summary>At the oldest message there is, so that none is missed.</summary>
    Earliest,

    /// <summary>
    /// After the newest message: only what arrives from now on. Under <c>read_committed</c>, the default, what an open transaction has written
    /// arrives when that is committed.
    /// </summary>
    Latest,
}
