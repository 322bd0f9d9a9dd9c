namespace KafkaRunner.Tests.Engine.Sources;

/// <summary>A topic of two partitions and a consumer of it, on one of the things that messages can come from.</summary>
internal interface IEngineBed : IAsyncDisposable
{
    Seen Seen { get; }

    /// <summary>Writes messages to a partition, in order.</summary>
    Task AppendAsync(int partition, params (string? Key, string Value)[] messages);

    /// <summary>Starts the consumer; once for each bed.</summary>
    Task StartAsync(Type consumer, Action<ConsumerOptions> configure);

    /// <summary>Stops it cleanly.</summary>
    Task StopAsync();

    /// <summary>Gets what its group has committed of a partition, or null.</summary>
    long? Committed(int partition);
}
