using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using KafkaRunner.Internal.Processing;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a client's error means for its consumer: whether it ends it, and what to do, in sentences. Pure, but for reading a certificate.</summary>
internal static partial class ClientErrors
{
    /// <summary>Why a consumer cannot go on after an error, or null where it can.</summary>
    /// <param name="error">What the client reports.</param>
    /// <param name="everAssigned">Whether the consumer had partitions: from then on a refusal may be somebody's passing mistake, and other topics go on.</param>
    /// <param name="consumer">Whose client it is.</param>
    public static string? WhyFatal(Error error, bool everAssigned, ConsumerDefinition consumer) => error.Code switch
    {
        ErrorCode.FencedInstanceId =>
            $"{consumer.Name} (group {consumer.GroupId}) was put out of its group: another member has joined with the same group.instance.id, {InstanceId(consumer)}. "
            + "Give each process one of its own, and start again",
        ErrorCode.UnreleasedInstanceId =>
            $"{consumer.Name} cannot join group {consumer.GroupId}: another member already has the group.instance.id {InstanceId(consumer)}. "
            + "Give each process one of its own, or wait until the other's session has ended",
        _ when error.IsFatal => $"The client of {consumer.Name} (group {consumer.GroupId}) failed for good: {error.Code}: {error.Reason}",
        _ when IsRefusal(error.Code) && !everAssigned => Explain(error, consumer),
        _ => null,
    };

    /// <summary>What an error that does not end the consumer means, and what to do: a sentence for the log.</summary>
    public static string Explain(Error error, ConsumerDefinition consumer) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed =>
            $"{Who(consumer)} may not read {Topics(error, consumer)}: allow Describe and Read on it, or subscribe to another topic ({error.Reason})",
        ErrorCode.GroupAuthorizationFailed =>
            $"{Who(consumer)} may not use the group {consumer.GroupId}: allow Read on it, or set another GroupId ({error.Reason})",
        ErrorCode.ClusterAuthorizationFailed =>
            $"{Who(consumer)} is refused by the cluster: {error.Reason}",
        ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange =>
            $"{Place(error) ?? "a partition"} is not read: the group has no offset for it, or one that is gone from the log, and auto.offset.reset says error. "
            + $"Reset the offsets of group {consumer.GroupId}, or set StartPosition to earliest or latest, and start again ({error.Reason})",
        _ => error.Reason,
    };

    /// <summary>What trouble an error belongs to: one that is told of is not told of again soon.</summary>
    public static string Subject(Error error) => Place(error) is { } place ? $"{error.Code} {place}" : error.Code.ToString();

    /// <summary>Gets the partition that an error is about, or null.</summary>
    public static TopicPartition? Partition(Error error) =>
        Place(error) is { } place && place.LastIndexOf('[') is var at and > 0 && int.TryParse(place.AsSpan(at + 1, place.Length - at - 2), CultureInfo.InvariantCulture, out var number)
            ? new TopicPartition(place[..at], number)
            : null;

    /// <summary>Gets the topic that an error names where it is about no partition, or null.</summary>
    // The classic protocol names it: "Subscribed topic not available: orders: Broker: Topic authorization failed". The new one does not.
    public static string? Topic(Error error) => TopicAndReason().Match(error.Reason ?? "") is { Success: true } match ? match.Groups["topic"].Value : null;

    /// <summary>Whether an error stays until somebody changes something; that commits go well does not end it.</summary>
    public static bool Lasts(ErrorCode code) => IsRefusal(code) || code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange;

    private static bool IsRefusal(ErrorCode code) =>
        code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;

    private static string Who(ConsumerDefinition consumer) => $"{consumer.Name}, which is {Principal.Of(consumer.Options.Kafka)} to the brokers,";

    private static string InstanceId(ConsumerDefinition consumer) => consumer.Options.Kafka.TryGetValue("group.instance.id", out var id) ? id : "(not known)";

    private static string Topics(Error error, ConsumerDefinition consumer)
    {
        var named = Topic(error) ?? Partition(error)?.Topic ?? (consumer.Topics.Count == 1 ? consumer.Topics[0] : null);
        return named is null ? $"one of the topics {string.Join(", ", consumer.Topics)}" : $"the topic {named}";
    }

    // Neither is part of a topic's name: a colon, a blank.
    [GeneratedRegex("^[^:]+: (?<topic>[^: ]+): (Broker|Local): ")]
    private static partial Regex TopicAndReason();

    // Of a partition's error: "orders[3]: …".
    private static string? Place(Error error)
    {
        var end = error.Reason?.IndexOf("]: ", StringComparison.Ordinal) ?? -1;
        return end > 0 && error.Reason!.IndexOf(' ', StringComparison.Ordinal) > end ? error.Reason[..(end + 1)] : null;
    }
}
