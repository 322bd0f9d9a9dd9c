using System.Globalization;

namespace KafkaRunner.Producing;

/// <summary>From <see cref="ProducerOptions"/> to librdkafka's properties. Pure.</summary>
internal static class ProducerProperties
{
    private const string Partitioner = "partitioner";
    private static readonly string[] DefaultPartitioners = ["consistent_random", "consistent"];

    // By librdkafka's names and their aliases: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = Use(nameof(ProducerOptions.Brokers)),
        ["metadata.broker.list"] = Use(nameof(ProducerOptions.Brokers)),
        ["client.id"] = Use(nameof(ProducerOptions.ClientId)),
        ["linger.ms"] = Use(nameof(ProducerOptions.DeliveryInterval)),
        ["queue.buffering.max.ms"] = Use(nameof(ProducerOptions.DeliveryInterval)),
        ["batch.num.messages"] = Use(nameof(ProducerOptions.DeliveryThreshold)),
        ["message.send.max.retries"] = Use(nameof(ProducerOptions.MaxRetries)),
        ["retries"] = Use(nameof(ProducerOptions.MaxRetries)),
        ["message.timeout.ms"] = Use(nameof(ProducerOptions.DeliveryTimeout)),
        ["delivery.timeout.ms"] = Use(nameof(ProducerOptions.DeliveryTimeout)),
        ["delivery.report.only.error"] = "each message must end with a report. Remove it",
        ["transactional.id"] = "this producer opens no transactions. Remove it",
    };

    /// <exception cref="KafkaRunnerConfigurationException">A property is not the user's to set, or two options contradict each other.</exception>
    public static Dictionary<string, string> From(ProducerOptions options)
    {
        foreach (var name in options.Kafka.Keys) Refuse(name);
        if (options.DeliveryInterval >= options.DeliveryTimeout)
        {
            throw new KafkaRunnerConfigurationException(
                $"The producer's DeliveryInterval ({options.DeliveryInterval}) is not below its DeliveryTimeout ({options.DeliveryTimeout}): " +
                "each message would time out before it is sent. Shorten the first or lengthen the second.");
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = options.Brokers,
            ["client.id"] = options.ClientId,
            ["linger.ms"] = Milliseconds(options.DeliveryInterval),
            ["batch.num.messages"] = options.DeliveryThreshold.ToString(CultureInfo.InvariantCulture),
            ["message.send.max.retries"] = options.MaxRetries.ToString(CultureInfo.InvariantCulture),
            ["message.timeout.ms"] = Milliseconds(options.DeliveryTimeout),
            [Partitioner] = DefaultPartitioners[0],
            ["log.connection.close"] = "false",     // brokers hang up on idle clients; nobody need know
            ["dotnet.producer.delivery.report.fields"] = "timestamp,status",    // key and value would be copied for nothing
        };
        var acks = AcksIn(options.Kafka);
        if (acks is null) properties["acks"] = "all";
        properties["enable.idempotence"] = acks is null or "all" or "-1" && options.MaxRetries > 0 ? "true" : "false";
        foreach (var (name, value) in options.Kafka) properties[name] = value;
        return properties;
    }

    /// <summary>Whether keys lead to partitions by CRC-32, so that <see cref="ProduceOptions.PartitionKey"/> can do the same.</summary>
    public static bool PartitionsByCrc(ProducerOptions options) =>
        !options.Kafka.TryGetValue(Partitioner, out var partitioner) || DefaultPartitioners.Contains(partitioner);

    private static void Refuse(string name)
    {
        var reason = Refused.GetValueOrDefault(name)
            ?? (name.StartsWith("dotnet.producer.", StringComparison.Ordinal) ? "it would take the reports of deliveries away. Remove it" : null);
        if (reason is not null) throw new KafkaRunnerConfigurationException($"The producer's Kafka property '{name}' cannot be set: {reason}.");
    }

    private static string? AcksIn(IDictionary<string, string> kafka) =>
        kafka.TryGetValue("acks", out var acks) || kafka.TryGetValue("request.required.acks", out acks) ? acks : null;

    private static string Use(string option) => $"it has an option. Set the producer's {option} instead";

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
