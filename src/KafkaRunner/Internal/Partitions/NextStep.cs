namespace KafkaRunner.Internal.Partitions;

/// <summary>What a permit does next at a partition.</summary>
internal enum NextStep
{
    /// <summary>Nothing: there is nothing that may begin.</summary>
    Rest,

    /// <summary>Processes what it has taken.</summary>
    Attempt,

    /// <summary>Lets go: what it has taken is to be committed first, and it comes back when that is.</summary>
    AwaitCommit,
}
