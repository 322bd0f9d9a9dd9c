namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>One message that a <c>JournalConsumer</c> has processed.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset.</param>
/// <param name="Key">The key as text, empty for none.</param>
/// <param name="Value">The value as text, empty for none.</param>
/// <param name="Time">When it was processed, in UTC by the machine's clock, so comparable between processes.</param>
public sealed record JournalLine(string Topic, int Partition, long Offset, string Key, string Value, DateTime Time)
{
    public override string ToString() => $"{Topic}[{Partition}] at {Offset}";
}
