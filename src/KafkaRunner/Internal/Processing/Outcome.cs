namespace KafkaRunner.Internal.Processing;

/// <summary>What came of an attempt.</summary>
internal enum OutcomeKind
{
    /// <summary>All of it is finished.</summary>
    Finished,

    /// <summary>User code threw: to be tried again.</summary>
    Failed,

    /// <summary>The message after the finished ones cannot be read; trying again would not help.</summary>
    Unreadable,

    /// <summary>User code gave up because it was asked to.</summary>
    Cancelled,

    /// <summary>The process cannot go on.</summary>
    Fatal,
}

/// <summary>What came of an attempt, and how many messages from the first on are finished by it.</summary>
internal readonly record struct Outcome(OutcomeKind Kind, int Finished, Exception? Error = null);
