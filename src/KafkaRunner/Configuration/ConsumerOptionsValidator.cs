using System.Globalization;

namespace KafkaRunner.Configuration;

/// <summary>Checks the rules between options, which no range can say.</summary>
internal static class ConsumerOptionsValidator
{
    // librdkafka's defaults: https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md
    private const int DefaultMaxPollInterval = 300_000;
    private const int DefaultSessionTimeout = 45_000;
    private const string MaxPollInterval = "max.poll.interval.ms";
    private const string SessionTimeout = "session.timeout.ms";

    // With the consumer protocol these are the broker's, and librdkafka refuses to start with them.
    private static readonly Dictionary<string, string> ClassicOnly = new(StringComparer.Ordinal)
    {
        ["partition.assignment.strategy"] = "set group.remote.assignor instead",
        [SessionTimeout] = "set group.consumer.session.timeout.ms at the broker instead",
        ["heartbeat.interval.ms"] = "set group.consumer.heartbeat.interval.ms at the broker instead",
        ["group.protocol.type"] = "remove it",
    };

    /// <param name="options">In range, one by one.</param>
    /// <param name="consumer">The class's name, for messages.</param>
    /// <param name="origins">Who set what.</param>
    /// <exception cref="KafkaRunnerConfigurationException">Names option, value and the way out.</exception>
    public static void Validate(ConsumerOptions options, string consumer, OptionOrigins origins)
    {
        BrokerList.Parse(options.Brokers, $"{consumer} {origins.Of(nameof(options.Brokers))}");
        var problem = Backoff(options, origins) ?? Commits(options, origins) ?? Protocol(options, origins) ?? PollInterval(options, origins);
        if (problem is not null) throw new KafkaRunnerConfigurationException($"{consumer}: {problem}");
    }

    private static string? Backoff(ConsumerOptions options, OptionOrigins origins) =>
        options.MaxRetryBackoff >= options.RetryBackoff
            ? null
            : $"MaxRetryBackoff is {DurationText.Format(options.MaxRetryBackoff)} {origins.Of(nameof(options.MaxRetryBackoff))}, below RetryBackoff, "
              + $"which is {DurationText.Format(options.RetryBackoff)} {origins.Of(nameof(options.RetryBackoff))}. Raise the first or lower the second.";

    private static string? Commits(ConsumerOptions options, OptionOrigins origins) =>
        options is { DeliveryGuarantee: DeliveryGuarantee.AtMostOnce, CommitMode: CommitMode.Manual }
            ? $"DeliveryGuarantee is AtMostOnce {origins.Of(nameof(options.DeliveryGuarantee))} and CommitMode is Manual {origins.Of(nameof(options.CommitMode))}: "
              + "the first commits a message before it is processed, the second when it asks for that, so nothing would ever be processed. Choose one of them."
            : null;

    private static string? Protocol(ConsumerOptions options, OptionOrigins origins)
    {
        if (!LibrdkafkaProperties.UsesConsumerProtocol(options)) return null;
        foreach (var (property, way) in ClassicOnly)
        {
            if (options.Kafka.ContainsKey(property))
                return $"the Kafka property {property} {origins.Of(property)} has no meaning with group.protocol=consumer {origins.Of("group.protocol")}: {way}, or use group.protocol=classic.";
        }

        return null;
    }

    private static string? PollInterval(ConsumerOptions options, OptionOrigins origins)
    {
        if (Number(options, MaxPollInterval, DefaultMaxPollInterval) is not { } maxPoll) return NoNumber(options, MaxPollInterval, origins);
        if (Number(options, SessionTimeout, DefaultSessionTimeout) is not { } session) return NoNumber(options, SessionTimeout, origins);
        var limit = $"the Kafka property {MaxPollInterval}, which is {maxPoll} ms {origins.Of(MaxPollInterval)}";
        // The last commit of a drained partition may take its time on top.
        if ((options.DrainTimeout + LastCommit.LeastTime).TotalMilliseconds >= maxPoll)
        {
            return $"DrainTimeout is {DurationText.Format(options.DrainTimeout)} {origins.Of(nameof(options.DrainTimeout))}, not {DurationText.Format(LastCommit.LeastTime)} below {limit}; "
                + "waiting that long would cost the group membership. Lower the first or raise the second.";
        }

        if (session <= maxPoll || LibrdkafkaProperties.UsesConsumerProtocol(options)) return null;
        return $"the Kafka property {SessionTimeout} is {session} ms {origins.Of(SessionTimeout)}, above {limit}; librdkafka refuses that. Lower the first or raise the second.";
    }

    private static int? Number(ConsumerOptions options, string property, int otherwise) =>
        !options.Kafka.TryGetValue(property, out var text) ? otherwise :
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static string NoNumber(ConsumerOptions options, string property, OptionOrigins origins) =>
        $"the Kafka property {property} is '{options.Kafka[property]}' {origins.Of(property)}, which is no whole number of milliseconds. Write one, like 60000.";
}
