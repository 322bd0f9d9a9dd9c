namespace KafkaRunner.Configuration;

/// <summary>The time of a last commit, which the engine takes and the rules between options count with.</summary>
internal static class LastCommit
{
    /// <summary>
    /// How long a last commit is tried at least, also when draining has used up its time. At the end of a stop, flushing and leaving share it.
    /// </summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(4);
}
