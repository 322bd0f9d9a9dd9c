using System.Text.RegularExpressions;

namespace KafkaRunner.Internal.Kafka;

/// <summary>The text in which librdkafka tells of a topic that cannot be read: all that it gives to tell which one.</summary>
internal static partial class TopicText
{
    private const string Prefix = "Subscribed topic not available";

    public static string NotAvailable(string topic, string reason) => $"{Prefix}: {topic}: {reason}";

    /// <summary>Gets whether it is such a text. What comes with it has a partition, too, which means nothing.</summary>
    public static bool IsOfTopic(string reason) => reason.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Gets the topic that a text names, or null.</summary>
    // The classic protocol names it: "Subscribed topic not available: orders: Broker: Topic authorization failed". The new one does not.
    public static string? TopicOf(string? reason) => TopicAndReason().Match(reason ?? "") is { Success: true } match ? match.Groups["topic"].Value : null;

    // None is part of a topic's name: a colon, a comma, a blank.
    [GeneratedRegex("^[^:]+: (?<topic>[^:, ]+): (?:Broker|Local): ")]
    private static partial Regex TopicAndReason();
}
