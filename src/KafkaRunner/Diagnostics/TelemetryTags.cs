namespace KafkaRunner.Diagnostics;

/// <summary>The tags of one partition's measurements, made once.</summary>
internal readonly struct TelemetryTags(string group, TopicPartition partition)
{
    public KeyValuePair<string, object?>[] List { get; } =
    [
        new(TelemetryNames.System, "kafka"),
        new(TelemetryNames.Destination, partition.Topic),
        new(TelemetryNames.DestinationPartition, partition.Partition.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new(TelemetryNames.Group, group),
    ];
}
