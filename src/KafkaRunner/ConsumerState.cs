namespace KafkaRunner;

/// <summary>How far a consumer has come. It only moves forward.</summary>
public enum ConsumerState
{
    /// <summary>It has not joined its group yet.</summary>
    Starting,

    /// <summary>It is subscribed; it processes what it has been assigned.</summary>
    Running,

    /// <summary>It was asked to stop: it begins no message any more, finishes those in work, and commits.</summary>
    Stopping,

    /// <summary>It has stopped cleanly.</summary>
    Stopped,

    /// <summary>It failed for good, or was stopped by force.</summary>
    Failed,
}
