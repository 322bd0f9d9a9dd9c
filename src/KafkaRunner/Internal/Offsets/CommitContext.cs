using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Offsets;

/// <summary>What a committer shares with the partitions of its consumer.</summary>
/// <param name="Consumer">The consumer whose offsets they are.</param>
/// <param name="Signal">Tells that a commit should not wait.</param>
/// <param name="Metadata">How long metadata may be.</param>
/// <param name="Clock">The clock of the interval, and of waiting for an answer.</param>
/// <param name="Telemetry">Where commits are counted.</param>
/// <param name="Logger">Where they are told.</param>
internal sealed record CommitContext(ConsumerDefinition Consumer, CommitSignal Signal, MetadataLimit Metadata, TimeProvider Clock, Telemetry Telemetry, ILogger Logger);
