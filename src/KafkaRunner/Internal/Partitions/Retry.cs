namespace KafkaRunner.Internal.Partitions;

/// <summary>A message or batch whose attempt failed, until its next one. Its lanes wait with it.</summary>
internal sealed record Retry(PendingMessage[] Messages);
