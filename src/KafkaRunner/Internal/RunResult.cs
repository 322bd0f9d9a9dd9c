namespace KafkaRunner.Internal;

/// <summary>How a consumer's run ended.</summary>
internal enum RunEnd
{
    /// <summary>It was asked to stop, and did so cleanly.</summary>
    Stopped,

    /// <summary>It was asked to stop, and did so, but not all that had finished could be committed.</summary>
    Uncommitted,

    /// <summary>It failed for good, and stopped cleanly after that.</summary>
    Failed,

    /// <summary>A message did not end in time; its client was abandoned.</summary>
    Forced,
}

/// <summary>How a consumer's run ended, and why.</summary>
internal sealed record RunResult(RunEnd End, Exception? Failure = null);
