namespace KafkaRunner.Internal;

/// <summary>Counts finished messages that a stop has not committed: exit code 0 promises that nothing finished is repeated. Poll thread only.</summary>
internal sealed class Uncommitted(RunState state)
{
    /// <summary>Gets whether it counts: what is not committed before the stop has other chances.</summary>
    public bool IsCounting => state.Stage == ConsumerState.Stopping;

    /// <summary>Gets how many; null where all is committed.</summary>
    public long? Messages { get; private set; }

    /// <summary>Takes note of what a last commit has left; null for nothing.</summary>
    public void Note(long? finished)
    {
        if (IsCounting && finished is not null) Messages = (Messages ?? 0) + finished;
    }

    /// <summary>Gets what becomes of them, as a part of a sentence.</summary>
    public static string Tell(long finished) =>
        finished > 0 ? $"{finished} finished message(s) will be processed again" : "not what was to begin, or where a partition begins";
}
