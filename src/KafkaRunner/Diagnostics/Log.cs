using Microsoft.Extensions.Logging;

namespace KafkaRunner.Diagnostics;

/// <summary>The log events of the engine. Keys and values of messages are never logged.</summary>
internal static partial class Log
{
    [LoggerMessage(LogEvents.ConsumerStarted, LogLevel.Information, "{Consumer} started: topics {Topics}, group {Group}, brokers {Brokers}")]
    public static partial void ConsumerStarted(this ILogger logger, string consumer, string topics, string group, string brokers);

    [LoggerMessage(LogEvents.ConsumerStopping, LogLevel.Information, "{Consumer} is stopping; what is in work ({InWork}) has up to {Seconds} s to finish")]
    public static partial void ConsumerStopping(this ILogger logger, string consumer, int inWork, double seconds);

    [LoggerMessage(LogEvents.ConsumerStopped, LogLevel.Information, "{Consumer} stopped: everything finished is committed")]
    public static partial void ConsumerStopped(this ILogger logger, string consumer);

    [LoggerMessage(LogEvents.StoppedUncommitted, LogLevel.Warning,
        "{Consumer} stopped, but not everything is committed: {What}. The lines before say where and why")]
    public static partial void StoppedUncommitted(this ILogger logger, string consumer, string what);

    [LoggerMessage(LogEvents.NotLeft, LogLevel.Warning,
        "{Consumer} could not leave group {Group} within {Seconds:F1} s, so others get its partitions only when its session ends (session.timeout.ms, 45 s unless set)")]
    public static partial void NotLeft(this ILogger logger, string consumer, string group, double seconds);

    [LoggerMessage(LogEvents.AwaitsGroup, LogLevel.Information,
        "{Consumer} waits for group {Group} to answer, for up to {Seconds:F1} s, before it leaves: while others are yet to join, the group does not hear it")]
    public static partial void AwaitsGroup(this ILogger logger, string consumer, string group, double seconds);

    [LoggerMessage(LogEvents.ConsumerFailed, LogLevel.Critical, "{Consumer} failed and will not go on")]
    public static partial void ConsumerFailed(this ILogger logger, Exception exception, string consumer);

    [LoggerMessage(LogEvents.HungMessage, LogLevel.Critical,
        "Stopped by force while {Consumer} was processing {Topic}[{Partition}] at {Offset}, running for {Seconds:F1} s; {Consequence}")]
    public static partial void HungMessage(this ILogger logger, string consumer, string topic, int partition, long offset, double seconds, string consequence);

    [LoggerMessage(LogEvents.ConfigurationWarning, LogLevel.Warning, "{Warning}")]
    public static partial void ConfigurationWarning(this ILogger logger, string warning);

    [LoggerMessage(LogEvents.CancellationRequested, LogLevel.Warning,
        "{Consumer} has waited {Seconds} s for {InWork} messages in work: asking them to cancel")]
    public static partial void CancellationRequested(this ILogger logger, string consumer, double seconds, int inWork);

    [LoggerMessage(LogEvents.CancellationFailed, LogLevel.Error, "{Topic}[{Partition}]: what user code registered on its cancellation token threw")]
    public static partial void CancellationFailed(this ILogger logger, Exception exception, string topic, int partition);

    [LoggerMessage(LogEvents.FlushFailed, LogLevel.Error,
        "{Consumer} stops, but what it produced is not all acknowledged yet; the producer goes on trying until the host has stopped")]
    public static partial void FlushFailed(this ILogger logger, Exception exception, string consumer);

    [LoggerMessage(LogEvents.ListenerFailed, LogLevel.Error, "{Listener} threw when {Partitions} were given up or lost; they are gone all the same")]
    public static partial void ListenerFailed(this ILogger logger, Exception exception, string listener, string partitions);

    [LoggerMessage(LogEvents.ListenerLate, LogLevel.Warning,
        "{Consumer} gives partitions up, but its partition listeners are not done in the {Seconds} s that the messages in work had left. Let them be quicker, or raise DrainTimeout")]
    public static partial void ListenerLate(this ILogger logger, string consumer, double seconds);

    [LoggerMessage(LogEvents.TelemetryFailed, LogLevel.Warning, "What listens to KafkaRunner's metrics or traces threw. That changes nothing here, and is said once")]
    public static partial void TelemetryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = LogEvents.Librdkafka, Message = "librdkafka {Facility} {Client}: {Text}")]
    public static partial void Librdkafka(this ILogger logger, LogLevel level, string facility, string client, string text);

    [LoggerMessage(LogEvents.PartitionsAssigned, LogLevel.Information, "{Consumer} was assigned {Partitions}")]
    public static partial void PartitionsAssigned(this ILogger logger, string consumer, string partitions);

    [LoggerMessage(LogEvents.PartitionsRevoked, LogLevel.Information, "{Consumer} gave up {Partitions} after {Milliseconds} ms, committed")]
    public static partial void PartitionsRevoked(this ILogger logger, string consumer, string partitions, long milliseconds);

    [LoggerMessage(LogEvents.RevokedUncommitted, LogLevel.Warning,
        "{Consumer} gave up {Partitions} after {Milliseconds} ms, but not everything is committed: {What}. The lines before say where and why")]
    public static partial void RevokedUncommitted(this ILogger logger, string consumer, string partitions, long milliseconds, string what);

    [LoggerMessage(LogEvents.PartitionsLost, LogLevel.Warning,
        "{Consumer} lost {Partitions}: another member may have them already; what was not committed is processed again")]
    public static partial void PartitionsLost(this ILogger logger, string consumer, string partitions);

    [LoggerMessage(LogEvents.ConnectionTrouble, LogLevel.Warning, "{Consumer} cannot work with {Brokers}: {Reason}. It keeps trying; this is said again in {Seconds} s")]
    public static partial void ConnectionTrouble(this ILogger logger, string consumer, string brokers, string reason, double seconds);

    [LoggerMessage(LogEvents.ConnectionRestored, LogLevel.Information, "{Consumer} works with {Brokers} again")]
    public static partial void ConnectionRestored(this ILogger logger, string consumer, string brokers);

    [LoggerMessage(LogEvents.TopicMissing, LogLevel.Warning,
        "Topic {Topic} does not exist; {Consumer} starts reading when it does. Create it: kafka-topics.sh --bootstrap-server {Brokers} --create --topic {Topic} --partitions 1")]
    public static partial void TopicMissing(this ILogger logger, string topic, string consumer, string brokers);

    [LoggerMessage(LogEvents.DrainTimedOut, LogLevel.Warning,
        "{Topic}[{Partition}] was given up while the message at {Offset} was in work for {Seconds:F1} s; {Consequence}")]
    public static partial void DrainTimedOut(this ILogger logger, string topic, int partition, long offset, double seconds, string consequence);

    [LoggerMessage(LogEvents.StartChosen, LogLevel.Information, "{Consumer} has committed nothing yet in these partitions. When that is committed, it begins at {Places}")]
    public static partial void StartChosen(this ILogger logger, string consumer, string places);

    [LoggerMessage(LogEvents.OffsetOutOfRange, LogLevel.Error,
        "{Topic}[{Partition}]: what was to be read from {From} on is gone from the log, which goes on at {Offset}. Messages between them were deleted before they were read: "
        + "keep them for longer (retention.ms, retention.bytes), or process them faster")]
    public static partial void OffsetOutOfRange(this ILogger logger, string topic, int partition, long from, long offset);

    [LoggerMessage(LogEvents.ClientError, LogLevel.Warning, "{Consumer}: {Code}: {Reason}")]
    public static partial void ClientError(this ILogger logger, string consumer, string code, string reason);

    [LoggerMessage(LogEvents.PartitionsGuessed, LogLevel.Debug,
        "{Consumer} divides PrefetchMegabytes by {Partitions} partitions; nobody told how many these have: {Topics}")]
    public static partial void PartitionsGuessed(this ILogger logger, string consumer, int partitions, string topics);

    [LoggerMessage(LogEvents.ReadsManaged, LogLevel.Information,
        "{Consumer} reads through Confluent.Kafka's public interface: after a restart, what had finished beyond an unfinished message is processed again")]
    public static partial void ReadsManaged(this ILogger logger, string consumer);

    [LoggerMessage(LogEvents.NativeUnavailable, LogLevel.Warning,
        "{Consumer} cannot use librdkafka's own functions ({Reason}); it reads by MessageSource Managed, which is several times slower")]
    public static partial void NativeUnavailable(this ILogger logger, string consumer, string reason);

    [LoggerMessage(LogEvents.RetryScheduled, LogLevel.Warning,
        "Retrying {Topic}[{Partition}] at {Offset} in {DelaySeconds:F3} s: attempt {Attempt} failed")]
    public static partial void RetryScheduled(this ILogger logger, Exception exception, string topic, int partition, long offset, double delaySeconds, int attempt);

    [LoggerMessage(LogEvents.LaneHeld, LogLevel.Error,
        "{Topic}[{Partition}] is held at {Offset}: the message cannot be read as {Type}: {Reason} " +
        "Nothing is skipped, other partitions go on. Teach {Consumer} to read it, or move group {Group} past it, then start again")]
    public static partial void LaneHeld(
        this ILogger logger, string topic, int partition, long offset, string type, string reason, string consumer, string group);

    [LoggerMessage(LogEvents.UnhandledTombstone, LogLevel.Warning,
        "{Topic} has tombstones, the first seen is {Topic}[{Partition}] at {Offset}: they count as finished. Override ProcessTombstone in {Consumer} to act on them")]
    public static partial void UnhandledTombstone(this ILogger logger, string topic, int partition, long offset, string consumer);

    [LoggerMessage(LogEvents.LateOutcome, LogLevel.Warning,
        "{Topic}[{Partition}] at {Offset} ended after the partition was given up; it does not count, and {Consequence}")]
    public static partial void LateOutcome(this ILogger logger, string topic, int partition, long offset, string consequence);

    [LoggerMessage(LogEvents.FailedWhenProcessed, LogLevel.Error,
        "{Topic}[{Partition}]: the batch from {Offset} on failed although all its messages were marked processed; they count as finished")]
    public static partial void FailedWhenProcessed(this ILogger logger, Exception exception, string topic, int partition, long offset);

    [LoggerMessage(LogEvents.OffsetsCommitted, LogLevel.Debug, "{Consumer} committed {Offsets}")]
    public static partial void OffsetsCommitted(this ILogger logger, string consumer, object offsets);

    [LoggerMessage(LogEvents.CommitRetried, LogLevel.Warning, "{Consumer} could not commit {Topic}[{Partition}] at {Offset}: {Code}; it is tried again")]
    public static partial void CommitRetried(this ILogger logger, string consumer, string topic, int partition, long offset, string code);

    [LoggerMessage(LogEvents.CommitGivenUp, LogLevel.Warning,
        "{Consumer} could not commit {Topic}[{Partition}] at {Offset}: {Cause}. {Finished} finished message(s) are not committed and will be processed again")]
    public static partial void CommitGivenUp(this ILogger logger, string consumer, string topic, int partition, long offset, string cause, long finished);

    [LoggerMessage(LogEvents.StartNotCommitted, LogLevel.Warning,
        "{Consumer} could not commit that {Topic}[{Partition}] begins, or begins again, at {Offset}: {Cause}. Whoever comes next does not know of it")]
    public static partial void StartNotCommitted(this ILogger logger, string consumer, string topic, int partition, long offset, string cause);

    [LoggerMessage(LogEvents.TopicReplaced, LogLevel.Warning,
        "Topic {Topic} was deleted and created again. {Consumer} forgets what it had of the old one and reads the new one from its beginning")]
    public static partial void TopicReplaced(this ILogger logger, string topic, string consumer);

    [LoggerMessage(LogEvents.MetadataRefused, LogLevel.Warning,
        "{Consumer}: the brokers refuse {Length} bytes of metadata with an offset. It is kept shorter from now on, so a partition whose message is stuck is read less far ahead, "
        + "and what does not fit is processed again after a restart. Set offset.metadata.max.bytes of the brokers to 4096, Kafka's default")]
    public static partial void MetadataRefused(this ILogger logger, string consumer, int length);

    [LoggerMessage(LogEvents.FailedAtMostOnce, LogLevel.Error,
        "{Topic}[{Partition}] at {Offset} did not finish and is not tried again, because delivery is at most once; {Messages} message(s) of its attempt are lost")]
    public static partial void FailedAtMostOnce(this ILogger logger, Exception exception, string topic, int partition, long offset, int messages);

    [LoggerMessage(LogEvents.LostUnbegun, LogLevel.Error,
        "{Topic}[{Partition}]: {Messages} message(s) were sent to be committed, as at-most-once delivery does before they begin, and cannot begin any more; they are lost unless that commit failed")]
    public static partial void LostUnbegun(this ILogger logger, string topic, int partition, int messages);

    [LoggerMessage(LogEvents.HandlerBlocks, LogLevel.Warning,
        "{Topic}[{Partition}] at {Offset}: {Consumer} has held its thread for {RunningSeconds:0.0} s without returning its task. Each message that does so holds a thread of "
        + "the pool, and the whole process shares that: await what takes time, instead of Wait(), Result or Sleep(). This is told once")]
    public static partial void HandlerBlocks(this ILogger logger, string topic, int partition, long offset, string consumer, double runningSeconds);

    [LoggerMessage(LogEvents.ReadAheadFull, LogLevel.Warning,
        "{Topic}[{Partition}] is read no further for now: at {Offset} a message is unfinished, with {Unfinished} unfinished in all and {Finished} finished beyond it. "
        + "It goes on when some finish; MaxReadAhead and PrefetchMegabytes say how many there may be")]
    public static partial void ReadAheadFull(this ILogger logger, string topic, int partition, long offset, int unfinished, long finished);

    [LoggerMessage(LogEvents.ForeignMetadata, LogLevel.Warning,
        "{Topic}[{Partition}] at {Offset} was committed with metadata that KafkaRunner did not write, or that was damaged; it is ignored")]
    public static partial void ForeignMetadata(this ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(LogEvents.MapDropped, LogLevel.Warning,
        "{Topic}[{Partition}]: what was finished beyond the committed offset is processed again, because {Reason}")]
    public static partial void MapDropped(this ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(LogEvents.LogWentBack, LogLevel.Warning,
        "{Topic}[{Partition}] went back from {From} to {Offset}: the log was cut, or is another one. What is there now is read; what was read there before does not count")]
    public static partial void LogWentBack(this ILogger logger, string topic, int partition, long from, long offset);
}
