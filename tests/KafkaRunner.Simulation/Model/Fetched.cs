using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>What lies in a partition's queue: a record, a marker, or what went wrong, or nothing that is of use.</summary>
/// <param name="Version">Whether it counts: where the partition is read from elsewhere since, it does not.</param>
/// <param name="Entry">The record or marker.</param>
/// <param name="Failure">What went wrong, instead.</param>
internal sealed record Fetched(int Version, LogEntry? Entry, ClientFailure? Failure = null);
