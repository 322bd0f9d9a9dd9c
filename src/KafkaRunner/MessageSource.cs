namespace KafkaRunner;

/// <summary>How messages are read from librdkafka.</summary>
public enum MessageSource
{
    /// <summary>By its own functions, on Confluent.Kafka's handle, partition by partition. Falls back to <see cref="Managed"/>, with a warning, where they cannot be found.</summary>
    Native,

    /// <summary>
    /// By Confluent.Kafka's public interface alone: several times slower, and what finished beyond an unfinished message is
    /// forgotten on a restart, because that interface commits offsets without metadata.
    /// </summary>
    Managed,
}
