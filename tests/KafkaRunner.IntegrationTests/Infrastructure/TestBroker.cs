using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using KafkaRunner.IntegrationTests.Infrastructure;
using KafkaRunner.Testing;
using Testcontainers.Kafka;

[assembly: AssemblyFixture(typeof(TestBroker))]

namespace KafkaRunner.IntegrationTests.Infrastructure;

/// <summary>
/// The one broker of a test run: the one that <c>KAFKARUNNER_TEST_BROKERS</c> names; else a container, where a Docker engine answers;
/// else the embedded one. Tests share it, so each makes topics and groups of its own.
/// </summary>
public sealed class TestBroker : IAsyncLifetime
{
    private const string Image = "apache/kafka:4.0.0";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private KafkaContainer? _container;
    private EmbeddedKafka? _embedded;

    /// <summary>Gets the addresses to connect to.</summary>
    public string BootstrapServers { get; private set; } = "";

    /// <summary>Gets where the broker comes from.</summary>
    public TestBrokerKind Kind { get; private set; }

    /// <summary>Gets whether it is Apache Kafka itself, not the mock.</summary>
    public bool IsReal => Kind != TestBrokerKind.Embedded;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("KAFKARUNNER_TEST_BROKERS") is { Length: > 0 } given)
        {
            (Kind, BootstrapServers) = (TestBrokerKind.Given, given);
        }
        else if (await DockerEngine.Answers())
        {
            _container = new KafkaBuilder(Image).Build();
            await _container.StartAsync();
            (Kind, BootstrapServers) = (TestBrokerKind.Container, _container.GetBootstrapAddress());
        }
        else
        {
            _embedded = EmbeddedKafka.Start();
            (Kind, BootstrapServers) = (TestBrokerKind.Embedded, _embedded.BootstrapServers);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null) await _embedded.DisposeAsync();
        if (_container is not null) await _container.DisposeAsync();
    }

    /// <summary>Makes the same helper for a cluster of a test's own. It needs no disposal.</summary>
    public static TestBroker At(string bootstrapServers) => new() { Kind = TestBrokerKind.Given, BootstrapServers = bootstrapServers };

    /// <summary>Skips the test, or fails it where a broker is required, unless the broker is a real one.</summary>
    /// <param name="why">What the embedded one cannot do, as "the embedded one has no quotas".</param>
    public void RequireReal(string why) => Requirement.Demand(
        IsReal, $"a real broker: {why}", "Name a running Kafka in KAFKARUNNER_TEST_BROKERS, or start Docker.");

    /// <summary>Makes a name for a topic or group that no other test and no other run uses.</summary>
    public static string UniqueName(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..(prefix.Length + 13)];

    /// <summary>Creates a topic with a name of its own, and returns the name when the topic can be used.</summary>
    public Task<string> CreateTopic(int partitions = 1, string prefix = "topic", IReadOnlyDictionary<string, string>? settings = null) =>
        CreateNamedTopic(UniqueName(prefix), partitions, settings);

    /// <summary>Creates a topic with a given name, for tests whose name must be known before.</summary>
    public async Task<string> CreateNamedTopic(string name, int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        if (_embedded is not null)
        {
            _embedded.CreateTopic(name, partitions);
            return name;
        }

        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, Configs = settings?.ToDictionary() }]);
        await Eventually.Until(
            $"topic {name} has leaders",
            () => admin.GetMetadata(name, Patience).Topics.Single().Partitions.Count(partition => partition.Leader >= 0),
            leaders => leaders == partitions,
            Patience);
        return name;
    }

    /// <summary>Produces <paramref name="count"/> messages and waits for them: values <c>0</c>, <c>1</c>, …, over <paramref name="keys"/> keys.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="count">How many.</param>
    /// <param name="keys">How many keys, <c>key-0</c> and on, in turn.</param>
    /// <param name="first">The first value, for a second round.</param>
    /// <returns>The values, in the order of producing.</returns>
    public async Task<IReadOnlyList<string>> Produce(string topic, int count, int keys = 100, int first = 0)
    {
        string[] values = [.. Enumerable.Range(first, count).Select(i => $"{i}")];
        await Produce(topic, values.Select((value, i) => new Message<string?, string?> { Key = $"key-{i % keys}", Value = value }));
        return values;
    }

    /// <summary>Produces values without keys, in this order, and waits for them.</summary>
    public Task Produce(string topic, params string?[] values) =>
        Produce(topic, values.Select(value => new Message<string?, string?> { Value = value }));

    /// <summary>Produces messages, in this order, and waits for them.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="messages">Text is sent as UTF-8; null as null.</param>
    /// <param name="partition">The partition, or null to go by key.</param>
    public async Task Produce(string topic, IEnumerable<Message<string?, string?>> messages, int? partition = null)
    {
        var config = new ProducerConfig { BootstrapServers = BootstrapServers, EnableIdempotence = true, LingerMs = 1 };
        using var producer = new ProducerBuilder<string?, string?>(config)
            .SetKeySerializer(NullableText.Serializer).SetValueSerializer(NullableText.Serializer)
            .SetLogHandler((_, _) => { }).Build();
        var target = new Confluent.Kafka.TopicPartition(topic, partition ?? Partition.Any);
        var deliveries = messages.Select(message => producer.ProduceAsync(target, message)).ToList();
        await Task.WhenAll(deliveries).WaitAsync(Patience);
    }

    /// <summary>Produces values without keys into one partition, in one transaction, and commits or aborts it.</summary>
    public void ProduceInTransaction(string topic, int partition, IEnumerable<string> values, bool commit)
    {
        var config = new ProducerConfig { BootstrapServers = BootstrapServers, TransactionalId = UniqueName("transactions") };
        using var producer = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        foreach (var value in values) producer.Produce(new Confluent.Kafka.TopicPartition(topic, partition), new Message<Null, string> { Value = value });
        producer.Flush(Patience);
        if (commit) producer.CommitTransaction(Patience);
        else producer.AbortTransaction(Patience);
    }

    /// <summary>Asks what a group has committed in each partition of a topic; null where it has committed nothing.</summary>
    public IReadOnlyDictionary<int, long?> Committed(string group, string topic) => Query(group, consumer =>
        consumer.Committed(Partitions(consumer, topic), Patience)
            .ToDictionary(offset => offset.Partition.Value, offset => offset.Offset.IsSpecial ? (long?)null : offset.Offset.Value));

    /// <summary>Asks for the end of each partition of a topic: the offset that the next message gets.</summary>
    public IReadOnlyDictionary<int, long> EndOffsets(string topic) => Query(UniqueName("end-offsets"), consumer =>
        Partitions(consumer, topic).ToDictionary(
            partition => partition.Partition.Value,
            partition => consumer.QueryWatermarkOffsets(partition, Patience).High.Value));

    /// <summary>Waits until a group has committed the end of every partition of a topic that has messages.</summary>
    public Task CommittedToTheEnd(string group, string topic, TimeSpan? timeout = null)
    {
        var ends = EndOffsets(topic);
        return Eventually.Until(
            $"group {group} committed the end of {topic}: {string.Join(", ", ends)}",
            () => Committed(group, topic),
            committed => ends.All(end => end.Value == 0 || committed[end.Key] == end.Value),
            timeout ?? Patience);
    }

    /// <summary>Waits until a group has committed something in every partition of a topic, be it only where it begins.</summary>
    public Task<IReadOnlyDictionary<int, long?>> CommittedEverywhere(string group, string topic) => Eventually.Until(
        $"group {group} committed an offset in each partition of {topic}",
        () => Committed(group, topic), committed => committed.Values.All(offset => offset is not null), TimeSpan.FromSeconds(15));

    private T Query<T>(string group, Func<IConsumer<Ignore, Ignore>, T> question)
    {
        var config = new ConsumerConfig { BootstrapServers = BootstrapServers, GroupId = group };
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
        for (var watch = Stopwatch.StartNew(); ; )
        {
            try
            {
                return question(consumer);
            }
            catch (KafkaException moving) when (IsMoving(moving.Error.Code) && watch.Elapsed < Patience)
            {
                // A young cluster has not settled who coordinates the group.
            }
        }
    }

    private static bool IsMoving(ErrorCode code) =>
        code is ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable;

    private static List<Confluent.Kafka.TopicPartition> Partitions(IConsumer<Ignore, Ignore> consumer, string topic)
    {
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions;
        return [.. partitions.Select(partition => new Confluent.Kafka.TopicPartition(topic, partition.PartitionId))];
    }
}
