namespace KafkaRunner.Simulation.Checks;

/// <summary>One call of <c>Process</c>.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Tenure">The assignment that it began in; null where the member had heard of none.</param>
/// <param name="Records">What it was called with: one message, or a batch.</param>
/// <param name="Number">The number of the attempt, from 1.</param>
/// <param name="BegunAt">When it began.</param>
internal sealed record Attempt(MemberFacts Member, Tenure? Tenure, IReadOnlyList<SeenRecord> Records, int Number, TimeSpan BegunAt)
{
    /// <summary>Gets or sets when it ended; null while it is in work.</summary>
    public TimeSpan? EndedAt { get; set; }

    public bool IsInWork => EndedAt is null;
}

/// <summary>The time that a member has a partition.</summary>
/// <param name="Member">Who has it.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Since">Since when.</param>
internal sealed record Tenure(MemberFacts Member, TopicPartition Partition, TimeSpan Since)
{
    /// <summary>Gets or sets when it was taken back; null while it is not.</summary>
    public TimeSpan? RevokedAt { get; set; }

    /// <summary>Gets or sets why less than usual may be asked of it: it was lost, its process was killed, its log was cut.</summary>
    public string? Excuse { get; set; }

    /// <summary>Gets what was committed as finished when it began.</summary>
    public HashSet<string> Inherited { get; } = [];

    /// <summary>Gets what has finished in it, with when that was begun and when it ended.</summary>
    public Dictionary<string, (TimeSpan BegunAt, TimeSpan At)> Finished { get; } = [];
}
