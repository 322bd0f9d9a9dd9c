namespace KafkaRunner.Hosting;

/// <summary>What remains to be said when a process ends by force.</summary>
internal interface IForcedStop
{
    /// <summary>Logs topic, partition, offset and running time of every message in work. Any thread.</summary>
    void ReportHung();
}
