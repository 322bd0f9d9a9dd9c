namespace KafkaRunner.Simulation.Model;

/// <summary>The kinds of what happens in the model, as notes name them.</summary>
internal static class Happening
{
    public const string TopicCreated = "topic created";
    public const string TopicDeleted = "topic deleted";
    public const string TopicGrown = "topic grown";
    public const string Appended = "appended";
    public const string TransactionBegun = "transaction begun";
    public const string TransactionCommitted = "transaction committed";
    public const string TransactionAborted = "transaction aborted";
    public const string Truncated = "log truncated";
    public const string Retained = "log start moved";
    public const string Compacted = "log compacted";
    public const string BrokersDown = "brokers down";
    public const string BrokersUp = "brokers up";
    public const string CoordinatorDown = "coordinator down";
    public const string CoordinatorUp = "coordinator up";
    public const string OffsetHeld = "offset transaction open";
    public const string OffsetFreed = "offset transaction ended";
    public const string Killed = "killed";
    public const string Frozen = "frozen";
    public const string Thawed = "thawed";
    public const string JoinKept = "join kept";
    public const string Generation = "generation";
    public const string MemberExpired = "member expired";
    public const string MemberFenced = "member fenced";
    public const string MemberLeft = "member left";
    public const string Assigned = "assigned";
    public const string Revoking = "revoking";
    public const string Lost = "lost";
    public const string SessionOver = "session over";
    public const string PollExceeded = "poll interval exceeded";
    public const string Failed = "client failure";
    public const string Fetched = "fetched";
    public const string Repeated = "delivered again";
    public const string Diverged = "client sees truncation";
    public const string TopicSeen = "client sees another topic";
    public const string OutOfRange = "out of range";
    public const string Sought = "sought";
    public const string SeekRefused = "seek refused";
    public const string Committed = "committed";
    public const string CommitRefused = "commit refused";
    public const string CommitLost = "commit answer lost";
    public const string CommitHeard = "commit heard";
    public const string CommitFailed = "commit failed";
    public const string OffsetsTold = "offsets told";
    public const string OffsetsUntold = "offsets not told";
    public const string Closed = "closed";
    public const string NotClosed = "not closed in time";
    public const string Abandoned = "abandoned";
}
