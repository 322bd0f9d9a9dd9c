namespace KafkaRunner.Internal.Partitions;

/// <summary>What a permit has found at a partition.</summary>
internal enum Taken
{
    /// <summary>Nothing that may begin.</summary>
    Nothing,

    /// <summary>Something to process.</summary>
    Work,

    /// <summary>Something that is to be committed first; the permit comes back when it is.</summary>
    Commit,
}
