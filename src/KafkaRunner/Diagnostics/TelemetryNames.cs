namespace KafkaRunner.Diagnostics;

/// <summary>
/// Names of metrics and tags. Those with <c>messaging.</c> follow the OpenTelemetry semantic conventions for messaging, version 1.37
/// (in development): https://opentelemetry.io/docs/specs/semconv/messaging/. Ours start with <c>kafkarunner.</c>.
/// </summary>
internal static class TelemetryNames
{
    public const string Consumed = "messaging.client.consumed.messages";
    public const string ProcessDuration = "messaging.process.duration";
    public const string OperationDuration = "messaging.client.operation.duration";
    public const string Processed = "kafkarunner.process.finished";
    public const string Failed = "kafkarunner.process.failures";
    public const string Retried = "kafkarunner.process.retries";
    public const string LateOutcomes = "kafkarunner.process.late";
    public const string Lost = "kafkarunner.process.lost";
    public const string Tombstones = "kafkarunner.process.unhandled_tombstones";
    public const string AdmissionStops = "kafkarunner.partition.admission_stops";
    public const string InWork = "kafkarunner.partition.in_work";
    public const string Waiting = "kafkarunner.partition.waiting";
    public const string FinishedBeyond = "kafkarunner.partition.finished_beyond";
    public const string Commits = "kafkarunner.commits";
    public const string Rebalances = "kafkarunner.rebalances";
    public const string DrainDuration = "kafkarunner.rebalance.drain.duration";
    public const string RebalanceKind = "kafkarunner.rebalance.kind";

    public const string System = "messaging.system";
    public const string OperationName = "messaging.operation.name";
    public const string OperationType = "messaging.operation.type";
    public const string Destination = "messaging.destination.name";
    public const string DestinationPartition = "messaging.destination.partition.id";
    public const string Group = "messaging.consumer.group.name";
    public const string Offset = "messaging.kafka.offset";
    public const string BatchCount = "messaging.batch.message_count";
    public const string ErrorType = "error.type";

    /// <summary>The bucket bounds, in seconds, that the conventions advise for durations.</summary>
    public static readonly double[] DurationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
}
