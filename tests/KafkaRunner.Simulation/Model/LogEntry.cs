namespace KafkaRunner.Simulation.Model;

/// <summary>A record, or a transaction's marker, in a log.</summary>
internal sealed class LogEntry(long offset, int epoch, string? key, string? value, long timestamp)
{
    public long Offset => offset;

    public int Epoch => epoch;

    public string? Key => key;

    public string? Value => value;

    public long Timestamp => timestamp;

    public RecordState State { get; set; }
}
