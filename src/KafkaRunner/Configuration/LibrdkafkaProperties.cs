using System.Globalization;
using Confluent.Kafka;

namespace KafkaRunner.Configuration;

/// <summary>From a consumer's options to librdkafka's properties.</summary>
internal static class LibrdkafkaProperties
{
    private const string GroupProtocol = "group.protocol";
    private const string AssignmentStrategy = "partition.assignment.strategy";
    private const string DefaultStrategy = "cooperative-sticky";

    /// <param name="options">Checked already.</param>
    /// <param name="groupId">The group's id, given or derived.</param>
    /// <param name="partitions">How many partitions share the memory for fetched messages.</param>
    /// <exception cref="KafkaRunnerConfigurationException">A property under <c>Kafka</c> is KafkaRunner's own, or the brokers cannot be read.</exception>
    public static ConsumerConfig ForConsumer(ConsumerOptions options, string groupId, int partitions = PrefetchBudget.GuessedPartitions)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = string.Join(',', BrokerList.Parse(options.Brokers, $"Group {groupId}")),
            ClientId = options.ClientId,
            GroupId = groupId,
            AutoOffsetReset = AutoOffsetReset.Earliest,     // of a log that was cut; where a group begins is chosen and committed
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AllowAutoCreateTopics = false,
        };
        // A reader that overtakes the fetcher would wait a whole second, librdkafka's default, for the next fetch.
        config.Set("fetch.queue.backoff.ms", "10");
        // One fetch is under way with each broker. One that asks only for partitions at their end waits as long as this, and the others with it.
        config.Set("fetch.wait.max.ms", "100");
        var prefetch = PrefetchBudget.Divide(options.PrefetchMegabytes, partitions);
        config.Set("queued.max.messages.kbytes", Invariant(prefetch.QueuedKilobytes));
        config.Set("queued.min.messages", Invariant(prefetch.QueuedMessages));
        config.Set("fetch.message.max.bytes", Invariant(prefetch.FetchBytes));
        if (!UsesConsumerProtocol(options)) config.Set(AssignmentStrategy, DefaultStrategy);
        foreach (var (property, value) in options.Kafka)
        {
            OwnedProperties.Refuse(property, "Kafka");
            config.Set(property == "max.partition.fetch.bytes" ? "fetch.message.max.bytes" : property, value);      // one property, two names
        }

        return config;
    }

    /// <summary>Whether the group's new protocol (KIP-848) is asked for, in which the broker assigns.</summary>
    public static bool UsesConsumerProtocol(ConsumerOptions options) =>
        options.Kafka.TryGetValue(GroupProtocol, out var protocol) && protocol.Equals("consumer", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether partitions that stay with a member are left alone in a rebalance that the members arrange.</summary>
    public static bool IsCooperative(ConsumerOptions options) =>
        !UsesConsumerProtocol(options) && AssignmentStrategyOf(options).StartsWith("cooperative", StringComparison.OrdinalIgnoreCase);

    /// <summary>How the members of a classic group assign its partitions.</summary>
    public static string AssignmentStrategyOf(ConsumerOptions options) =>
        options.Kafka.TryGetValue(AssignmentStrategy, out var strategy) ? strategy : DefaultStrategy;

    private static string Invariant(int value) => value.ToString(CultureInfo.InvariantCulture);
}
