namespace KafkaRunner;

/// <summary>Which messages of a partition keep their order.</summary>
public enum Ordering
{
    /// <summary>All: one message, or batch, of a partition at a time; partitions run in parallel.</summary>
    Partition,

    /// <summary>
    /// Those of one key: one message of a key at a time, any number of keys in parallel. Keys are compared by their bytes;
    /// messages without a key wait for nobody.
    /// </summary>
    Key,

    /// <summary>None: every message may be in work with any other.</summary>
    None,
}
