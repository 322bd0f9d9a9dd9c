namespace KafkaRunner.Producing;

/// <summary>What a client did with a message that was handed to it.</summary>
internal enum Acceptance
{
    /// <summary>It will be delivered, or reported as failed.</summary>
    Accepted,

    /// <summary>The buffer is full.</summary>
    Full,

    /// <summary>The client has been closed; another one may have taken its place.</summary>
    Closed,
}
