namespace KafkaRunner.Diagnostics;

/// <summary>
/// The id of every log event. 1000s lifecycle, 2000s polling and assignment, 3000s processing and failures, 4000s offsets,
/// 5000s dead letters, 6000s producing. Ids are contract: an id whose event is gone stays, marked, and is never used again.
/// </summary>
internal static partial class LogEvents
{
    /// <summary>A consumer joined its group and waits for partitions.</summary>
    public const int ConsumerStarted = 1000;

    /// <summary>A consumer was asked to stop and lets work in hand finish.</summary>
    public const int ConsumerStopping = 1001;

    /// <summary>A consumer has committed and left its group.</summary>
    public const int ConsumerStopped = 1002;

    /// <summary>A consumer failed for good.</summary>
    public const int ConsumerFailed = 1003;

    /// <summary>A stop ended by force while a message was still in work.</summary>
    public const int HungMessage = 1004;

    /// <summary>An option is unknown or doubtful.</summary>
    public const int ConfigurationWarning = 1005;

    /// <summary>Work in hand was asked to cancel because a stop has waited for as long as it may.</summary>
    public const int CancellationRequested = 1006;

    /// <summary>librdkafka wrote a log line.</summary>
    public const int Librdkafka = 1007;

    /// <summary>What user code had registered on its cancellation token threw.</summary>
    public const int CancellationFailed = 1008;

    /// <summary>What messages had produced was not acknowledged before the last commit.</summary>
    public const int FlushFailed = 1009;

    /// <summary>The partitions of topics could not be counted, and so their share of the memory is a guess.</summary>
    public const int PartitionsGuessed = 1010;

    /// <summary>A consumer reads through Confluent.Kafka's public interface alone.</summary>
    public const int ReadsManaged = 1011;

    /// <summary>librdkafka's own functions cannot be used.</summary>
    public const int NativeUnavailable = 1012;

    /// <summary>A partition listener threw when partitions were given up or lost.</summary>
    public const int ListenerFailed = 1013;

    /// <summary>A partition listener took longer than it has time before partitions are given up.</summary>
    public const int ListenerLate = 1014;

    /// <summary>A consumer has left its group, and not all that is finished is committed.</summary>
    public const int StoppedUncommitted = 1015;

    /// <summary>Somebody's listener to metrics or traces threw.</summary>
    public const int TelemetryFailed = 1016;

    /// <summary>A consumer could not leave its group in time.</summary>
    public const int NotLeft = 1017;

    /// <summary>A consumer that is stopping waits for its group to answer, before it leaves.</summary>
    public const int AwaitsGroup = 1018;

    /// <summary>Partitions were assigned.</summary>
    public const int PartitionsAssigned = 2000;

    /// <summary>Partitions were given up in order.</summary>
    public const int PartitionsRevoked = 2001;

    /// <summary>Partitions were lost: someone else has them already.</summary>
    public const int PartitionsLost = 2002;

    /// <summary>The brokers cannot be reached, or refuse us.</summary>
    public const int ConnectionTrouble = 2003;

    /// <summary>After trouble, the group answers again.</summary>
    public const int ConnectionRestored = 2004;

    /// <summary>A subscribed topic does not exist.</summary>
    public const int TopicMissing = 2005;

    /// <summary>A partition was given up while its message was still in work.</summary>
    public const int DrainTimedOut = 2006;

    /// <summary>The client reported an error of a partition or of the group that it copes with.</summary>
    public const int ClientError = 2007;

    /// <summary>Partitions were given up in order, but not all that is finished is committed.</summary>
    public const int RevokedUncommitted = 2008;

    /// <summary>Partitions for which the group had committed nothing got their start.</summary>
    public const int StartChosen = 2009;

    /// <summary>Messages were deleted from a log before they were read.</summary>
    public const int OffsetOutOfRange = 2010;

    /// <summary>A message failed and will be tried again.</summary>
    public const int RetryScheduled = 3000;

    /// <summary>A message cannot be read; what must come after it waits.</summary>
    public const int LaneHeld = 3001;

    /// <summary>A consumer got a tombstone and has no method for it.</summary>
    public const int UnhandledTombstone = 3002;

    /// <summary>A message finished after its partition was given up; what came of it does not count.</summary>
    public const int LateOutcome = 3003;

    /// <summary>A message did not finish under at-most-once delivery, and is not tried again.</summary>
    public const int FailedAtMostOnce = 3004;

    /// <summary>A partition holds as many unfinished messages as it may, and is read no further for now.</summary>
    public const int ReadAheadFull = 3005;

    /// <summary>A batch failed although the consumer had said of all its messages that they are processed; they count as finished.</summary>
    public const int FailedWhenProcessed = 3006;

    /// <summary>Messages were committed under at-most-once delivery and never began.</summary>
    public const int LostUnbegun = 3007;

    /// <summary>A handler has held its thread for a second without returning its task; told once for each consumer.</summary>
    public const int HandlerBlocks = 3008;

    /// <summary>Offsets were committed.</summary>
    public const int OffsetsCommitted = 4000;

    /// <summary>A commit was refused and is tried again.</summary>
    public const int CommitRetried = 4001;

    /// <summary>What is finished could not be committed before the partition was given up.</summary>
    public const int CommitGivenUp = 4002;

    /// <summary>The committed offset carries metadata that is not KafkaRunner's; it is ignored.</summary>
    public const int ForeignMetadata = 4003;

    /// <summary>What was finished beyond the committed offset is not used, and is processed again.</summary>
    public const int MapDropped = 4004;

    /// <summary>A partition's log went back: it was cut, or is another one.</summary>
    public const int LogWentBack = 4005;

    /// <summary>The brokers refuse the metadata of a commit as too long; shorter ones are sent from then on.</summary>
    public const int MetadataRefused = 4006;

    /// <summary>Where a partition begins, or begins again, could not be committed.</summary>
    public const int StartNotCommitted = 4007;

    /// <summary>A topic is another one than before, of the same name.</summary>
    public const int TopicReplaced = 4008;
}
