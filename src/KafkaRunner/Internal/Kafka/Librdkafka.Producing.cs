using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <content>The calls that producing needs.</content>
internal static unsafe partial class Librdkafka
{
    /// <summary>What producing calls, checked when a producer is made.</summary>
    internal static readonly string[] ProducingEntryPoints = [nameof(rd_kafka_purge), nameof(rd_kafka_fatal_error)];

    /// <summary><c>RD_KAFKA_PURGE_F_QUEUE</c> and <c>RD_KAFKA_PURGE_F_INFLIGHT</c>: what waits here, and what is on its way.</summary>
    internal const int PurgeEverything = 0x1 | 0x2;

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_purge(nint client, int flags);

    /// <summary>What broke the client for good; <see cref="ErrorCode.NoError"/> for a sound one.</summary>
    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_fatal_error(nint client, nint text, nuint textSize);
}
