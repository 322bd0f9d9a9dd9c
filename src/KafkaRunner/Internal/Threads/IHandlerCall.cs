namespace KafkaRunner.Internal.Threads;

/// <summary>A call of user code that holds its thread until it returns its task.</summary>
internal interface IHandlerCall
{
    /// <summary>Gets since when, as <see cref="Environment.TickCount64"/>. Any thread.</summary>
    long Since { get; }

    /// <summary>Tells that it has held its thread for long, where nothing of its kind was told yet, unless it has ended. Must not wait.</summary>
    /// <param name="since">What it was found to have begun at.</param>
    void NameBlocking(long since);
}
