using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;
using static KafkaRunner.Testing.Internal.MockCluster;

namespace KafkaRunner.Testing;

/// <summary>
/// A Kafka cluster inside this process, for tests and demos: the real protocol on the loopback interface, no Docker, no Java, ready in
/// milliseconds. Any Kafka client of this machine may connect, from other processes too, as long as this one lives.
/// </summary>
/// <remarks>
/// <para>It is the mock cluster of librdkafka, which Confluent.Kafka brings along. It knows producers (idempotent and transactional ones
/// too), consumers, and consumer groups of both protocols. What it does not do:</para>
/// <list type="bullet">
/// <item><description>There is no admin API: create topics with <see cref="CreateTopic"/>. A producer that names an unknown topic creates
/// it with 4 partitions, as does a consumer with <c>allow.auto.create.topics</c>.</description></item>
/// <item><description>Everything is in memory. A partition keeps its newest 5 MiB or 100,000 batches and drops older ones; nothing
/// expires by age, nothing is compacted.</description></item>
/// <item><description>A fetch brings one batch per partition, so it says nothing about speed.</description></item>
/// <item><description>Groups form at once: the delay before the first rebalance is 0 (3 s on a real broker).</description></item>
/// <item><description>In groups of the classic protocol every later join or leave, that of the last member too, ends after the session
/// timeout less 1 s: give such tests a short <c>session.timeout.ms</c>. All members must name the same
/// <c>partition.assignment.strategy</c>; the mock ends the process otherwise. With <c>group.protocol=consumer</c> a change takes
/// effect at the next heartbeats, 3 s apart.</description></item>
/// <item><description>There is neither TLS nor SASL, and no quota.</description></item>
/// </list>
/// <para>All members may be called from any thread. A cluster that is never disposed lives as long as the process.</para>
/// </remarks>
/// <example><code>
/// await using var kafka = EmbeddedKafka.Start();
/// kafka.CreateTopic("orders", partitions: 3);
/// var config = new ProducerConfig { BootstrapServers = kafka.BootstrapServers };
/// </code></example>
public sealed class EmbeddedKafka : IAsyncDisposable, IDisposable
{
    // The client must outlive the cluster, and finalizers keep no order: what nobody disposed is never collected.
    private static readonly ConcurrentDictionary<EmbeddedKafka, bool> Running = new();

    private readonly Lock _lock = new();
    private readonly IClient _client;
    private readonly int _brokers;
    private nint _cluster;

    private EmbeddedKafka(IClient client, nint cluster, int brokers)
    {
        _client = client;
        _cluster = cluster;
        _brokers = brokers;
        BootstrapServers = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(cluster))!;
        rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, 0);
        Running[this] = true;
    }

    /// <summary>Gets the addresses of all brokers, as <c>bootstrap.servers</c> takes them. It can be read after disposal too.</summary>
    public string BootstrapServers { get; }

    /// <summary>Starts a cluster on free ports of the loopback interface.</summary>
    /// <param name="brokers">How many brokers, numbered from 1. The default is 1; must be between 1 and 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="brokers"/> is out of range.</exception>
    /// <exception cref="IOException">No port could be listened on.</exception>
    /// <exception cref="KafkaRunnerConfigurationException">librdkafka cannot be loaded.</exception>
    /// <exception cref="PlatformNotSupportedException">The librdkafka in this process lacks what KafkaRunner needs.</exception>
    public static EmbeddedKafka Start(int brokers = 1)
    {
        if (brokers is < 1 or > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(brokers), brokers, "An embedded Kafka has between 1 and 100 brokers.");
        }

        LibrdkafkaModule.Bind(typeof(EmbeddedKafka).Assembly, EntryPoints);

        // The mock needs some client for its bookkeeping. This one knows no broker and connects nowhere; a log line of it is of no use.
        var client = new ProducerBuilder<Null, Null>([]).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            var cluster = rd_kafka_mock_cluster_new(LibrdkafkaModule.HandleOf(client), brokers);
            return cluster != 0
                ? new EmbeddedKafka(client, cluster, brokers)
                : throw new IOException($"The embedded Kafka could not start {brokers} broker(s): no port of the loopback interface to listen on.");
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Creates a topic, replicated to up to 3 brokers. It is there when this returns.</summary>
    /// <param name="name">1 to 249 letters, digits, dots, underscores and hyphens of ASCII.</param>
    /// <param name="partitions">How many partitions. The default is 1; must be between 1 and 10,000.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is no topic name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="partitions"/> is out of range.</exception>
    /// <exception cref="InvalidOperationException">The topic exists already.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void CreateTopic(string name, int partitions = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsTopicName(name))
        {
            throw new ArgumentException(
                $"'{name}' is no topic name. Use 1 to 249 letters, digits, dots, underscores and hyphens; '.' and '..' are taken.", nameof(name));
        }

        if (partitions is < 1 or > 10_000)
        {
            throw new ArgumentOutOfRangeException(nameof(partitions), partitions, $"Topic {name} needs between 1 and 10,000 partitions.");
        }

        var error = Ask(cluster => rd_kafka_mock_topic_create(cluster, name, partitions, Math.Min(3, _brokers)));
        if (error == ErrorCode.TopicAlreadyExists)
        {
            throw new InvalidOperationException($"Topic {name} exists already on the embedded Kafka at {BootstrapServers}. Choose another name.");
        }

        ThrowIf(error, $"create topic {name}");
    }

    /// <summary>Takes a broker down: its connections break and new ones are refused. Its topics stay, and no other broker leads them.</summary>
    /// <param name="broker">The broker's number, from 1.</param>
    /// <remarks>Stopping a stopped broker does nothing.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void StopBroker(int broker)
    {
        ThrowIfUnknown(broker);
        ThrowIf(Ask(cluster => rd_kafka_mock_broker_set_down(cluster, broker)), $"stop broker {broker}");
    }

    /// <summary>Lets a broker accept connections again, on the port it had, with the messages and offsets it had.</summary>
    /// <param name="broker">The broker's number, from 1.</param>
    /// <remarks>Starting a running broker does nothing.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such broker.</exception>
    /// <exception cref="ObjectDisposedException">The cluster was disposed.</exception>
    public void StartBroker(int broker)
    {
        ThrowIfUnknown(broker);
        ThrowIf(Ask(cluster => rd_kafka_mock_broker_set_up(cluster, broker)), $"start broker {broker}");
    }

    /// <summary>Ends the cluster: its connections break and its messages are gone. May be called again.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_cluster == 0) return;
            rd_kafka_mock_cluster_destroy(_cluster);
            _cluster = 0;
        }

        _client.Dispose();
        Running.TryRemove(this, out _);
    }

    /// <summary>Does what <see cref="Dispose"/> does without blocking the caller.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    private ErrorCode Ask(Func<nint, ErrorCode> question)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            return question(_cluster);
        }
    }

    private void ThrowIf(ErrorCode error, string what)
    {
        if (error == ErrorCode.NoError) return;
        throw new InvalidOperationException($"The embedded Kafka at {BootstrapServers} could not {what}: {error.GetReason()}.");
    }

    private void ThrowIfUnknown(int broker)
    {
        if (broker >= 1 && broker <= _brokers) return;
        throw new ArgumentOutOfRangeException(nameof(broker), broker, $"The embedded Kafka has brokers 1 to {_brokers}.");
    }

    private static bool IsTopicName(string name) =>
        name.Length is >= 1 and <= 249 && name is not ("." or "..") && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
