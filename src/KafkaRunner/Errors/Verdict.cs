namespace KafkaRunner.Errors;

/// <summary>What happens next with a message.</summary>
internal enum VerdictKind
{
    /// <summary>It is finished.</summary>
    Finish,

    /// <summary>It has failed, and is finished all the same: it was committed before it began.</summary>
    Lose,

    /// <summary>It is tried again after a pause, and its lane waits.</summary>
    Retry,

    /// <summary>It stays where it is and holds its lane up.</summary>
    Hold,

    /// <summary>It waits in its lane again, as if it had not been taken.</summary>
    PutBack,

    /// <summary>It stays unfinished, for whoever gets the partition next.</summary>
    Leave,
}

/// <summary>What happens next with a message, and after which pause.</summary>
internal readonly record struct Verdict(VerdictKind Kind, TimeSpan Pause = default);
