using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace KafkaRunner.Testing.Internal;

/// <summary>librdkafka's mock cluster, as <c>rdkafka_mock.h</c> 2.16 declares it. The calls may come from any thread.</summary>
internal static partial class MockCluster
{
    private const string Library = "librdkafka";

    /// <summary>What is called here, checked when a cluster is started.</summary>
    internal static readonly string[] EntryPoints =
    [
        nameof(rd_kafka_mock_cluster_new), nameof(rd_kafka_mock_cluster_destroy), nameof(rd_kafka_mock_cluster_bootstraps),
        nameof(rd_kafka_mock_group_initial_rebalance_delay_ms), nameof(rd_kafka_mock_topic_create), nameof(rd_kafka_mock_broker_set_down),
        nameof(rd_kafka_mock_broker_set_up),
    ];

    /// <summary>Starts a cluster whose brokers are numbered from 1; null (0) when it cannot listen.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mock_cluster_new(nint client, int brokers);

    /// <summary>Ends the cluster and waits for its thread. The client must still be there.</summary>
    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_cluster_destroy(nint cluster);

    /// <summary>Gets a text that belongs to the cluster.</summary>
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mock_group_initial_rebalance_delay_ms(nint cluster, int delayMs);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replicationFactor);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_mock_broker_set_up(nint cluster, int broker);
}
