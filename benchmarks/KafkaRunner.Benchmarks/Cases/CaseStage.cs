namespace KafkaRunner.Benchmarks.Cases;

/// <summary>Cases of one stage share a topic and its load, and take turns on it.</summary>
internal enum CaseStage
{
    /// <summary>Reads a filled topic from its beginning to its end.</summary>
    Reading,

    /// <summary>Writes messages until all are acknowledged.</summary>
    Producing,

    /// <summary>Keeps many calls of a handler that waits in flight, from a topic or without any.</summary>
    Looping,

    /// <summary>Receives messages that are sent at a steady pace.</summary>
    Latency,

    /// <summary>Holds a partition's worth of messages that nobody processes.</summary>
    Memory,

    /// <summary>Waits for messages that do not come.</summary>
    Idle,

    /// <summary>Starts and gets its first message.</summary>
    Start,
}
