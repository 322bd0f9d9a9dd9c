namespace KafkaRunner.Configuration;

/// <summary>The librdkafka properties of a consumer that are KafkaRunner's to set, and what to do instead.</summary>
internal static class OwnedProperties
{
    // By librdkafka's names and their aliases: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
    private static readonly Dictionary<string, string> Consumer = new(StringComparer.Ordinal)
    {
        ["enable.auto.commit"] = "KafkaRunner commits what is finished, and nothing before. Remove it; CommitInterval says how often",
        ["auto.commit.enable"] = "KafkaRunner commits what is finished, and nothing before. Remove it; CommitInterval says how often",
        ["auto.commit.interval.ms"] = "KafkaRunner commits itself. Set CommitInterval instead",
        ["enable.auto.offset.store"] = "KafkaRunner stores an offset when its message is finished. Remove it",
        ["enable.partition.eof"] = "ends of partitions would stand among the messages. Remove it",
        ["group.id"] = "it has an option. Set GroupId instead",
        ["bootstrap.servers"] = "it has an option. Set Brokers instead",
        ["metadata.broker.list"] = "it has an option. Set Brokers instead",
        ["client.id"] = "it has an option. Set ClientId instead",
    };

    public static IEnumerable<string> Names => Consumer.Keys;

    public static string ReasonOf(string property) => Consumer[property];

    /// <exception cref="KafkaRunnerConfigurationException">The property is one of them.</exception>
    public static void Refuse(string property, string where)
    {
        if (Consumer.TryGetValue(property.ToLowerInvariant(), out var reason))
            throw new KafkaRunnerConfigurationException($"{where}: the Kafka property {property} cannot be set: {reason}.");
    }
}
