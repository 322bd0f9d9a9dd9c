using System.Globalization;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using KafkaRunner.Configuration;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a client's error means for its consumer: whether it ends it, and what to do, in sentences. Pure, but for reading a certificate.</summary>
internal static partial class ClientErrors
{
    private const string TopicNotAvailable = "Subscribed topic not available";

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
        ErrorCode.GroupIdNotFound when error.IsFatal && !everAssigned && LibrdkafkaProperties.UsesConsumerProtocol(consumer.Options) =>
            $"{consumer.Name} cannot join group {consumer.GroupId} with group.protocol=consumer: the broker cannot convert a group whose members keep data for their "
            + "assignor, as those with cooperative-sticky do, the default. Stop all of them before you start the first one with it; or start all with "
            + "partition.assignment.strategy=range first, also under Kafka, and change them one by one after that",
        _ when error.IsFatal => $"The client of {consumer.Name} (group {consumer.GroupId}) failed for good: {error.Code}: {error.Reason}",
        // Of several topics some may be refused: the others are read.
        ErrorCode.TopicAuthorizationFailed when consumer.Topics.Count > 1 => null,
        _ when IsRefusal(error.Code) && !everAssigned => Explain(error, consumer),
        _ => null,
    };

    /// <summary>What an error that does not end the consumer means, and what to do: a sentence for the log.</summary>
    public static string Explain(Error error, ConsumerDefinition consumer) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed =>
            $"{Who(consumer)} may not read {Named(error, consumer)}: allow Describe and Read on it, or subscribe to another topic ({error.Reason})",
        ErrorCode.GroupAuthorizationFailed =>
            $"{Who(consumer)} may not use the group {consumer.GroupId}: allow Read on it, or set another GroupId ({error.Reason})",
        ErrorCode.ClusterAuthorizationFailed =>
            $"{Who(consumer)} is refused by the cluster: {error.Reason}",
        ErrorCode.InconsistentGroupProtocol =>
            $"{consumer.Name} cannot join group {consumer.GroupId}: others are in it that cannot assign partitions its way, which is {LibrdkafkaProperties.AssignmentStrategyOf(consumer.Options)}; "
            + $"set partition.assignment.strategy under Kafka to theirs (range, for most other frameworks), or give this consumer a GroupId of its own ({error.Reason})",
        ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange =>
            $"{Place(error) ?? "a partition"} is not read: the group has no offset for it, or one that is gone from the log, and auto.offset.reset says error. "
            + $"Reset the offsets of group {consumer.GroupId}, or set StartPosition to earliest or latest, and start again ({error.Reason})",
        ErrorCode.UnstableOffsetCommit =>
            $"{Place(error) ?? "a partition"} waits to begin: a transaction that commits an offset of it for group {consumer.GroupId} is open. It begins when "
            + $"that transaction ends, at the latest after its producer's transaction.timeout.ms ({error.Reason})",
        _ => error.Reason,
    };

    /// <summary>Why a consumer cannot go on that may read none of its topics.</summary>
    public static string AllRefused(ConsumerDefinition consumer)
    {
        const ErrorCode Code = ErrorCode.TopicAuthorizationFailed;
        return Explain(new Error(Code, $"Subscribed topics not available: {string.Join(", ", consumer.Topics.Select(t => $"{t}: {Code.GetReason()}"))}"), consumer);
    }

    /// <summary>The error of a topic that cannot be read, as the classic client words it.</summary>
    public static Error NotAvailable(string topic, ErrorCode code) => new(code, $"{TopicNotAvailable}: {topic}: {code.GetReason()}");

    /// <summary>Whether it is such an error. The client gives it a partition, too, which means nothing.</summary>
    public static bool IsOfTopic(Error error) => error.Reason.StartsWith(TopicNotAvailable, StringComparison.Ordinal);

    /// <summary>How long an error may last, while a consumer has no partitions, before it ends it: somebody may be about to change something.</summary>
    public static TimeSpan PatienceWith(ErrorCode code) => code == ErrorCode.InconsistentGroupProtocol ? TimeSpan.FromMinutes(1) : TimeSpan.MaxValue;

    /// <summary>What trouble an error belongs to: one that is told of is not told of again soon.</summary>
    public static string Subject(Error error) => Place(error) is { } place ? $"{error.Code} {place}" : error.Code.ToString();

    /// <summary>Gets the partition that an error is about, or null.</summary>
    public static TopicPartition? Partition(Error error) =>
        Place(error) is { } place && place.LastIndexOf('[') is var at and > 0 && int.TryParse(place.AsSpan(at + 1, place.Length - at - 2), CultureInfo.InvariantCulture, out var number)
            ? new TopicPartition(place[..at], number)
            : null;

    /// <summary>Gets the topic that an error names where it is about no partition, and no other; or null.</summary>
    public static string? Topic(Error error) => Topics(error) is [var topic] ? topic : null;

    /// <summary>Whether an error stays until somebody changes something; that commits go well does not end it.</summary>
    public static bool Lasts(ErrorCode code) => IsRefusal(code) || code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange or ErrorCode.UnstableOffsetCommit;

    private static bool IsRefusal(ErrorCode code) =>
        code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed;

    private static string Who(ConsumerDefinition consumer) => $"{consumer.Name}, which is {Principal.Of(consumer.Options.Kafka)} to the brokers,";

    private static string InstanceId(ConsumerDefinition consumer) => consumer.Options.Kafka.TryGetValue("group.instance.id", out var id) ? id : "(not known)";

    private static string Named(Error error, ConsumerDefinition consumer)
    {
        var named = Topics(error) is { Count: > 0 } several ? several : Partition(error) is { } partition ? [partition.Topic] : consumer.Topics;
        return (named.Count, ReferenceEquals(named, consumer.Topics)) switch
        {
            (1, _) => $"the topic {named[0]}",
            (_, false) => $"the topics {string.Join(", ", named)}",
            _ => $"one of the topics {string.Join(", ", named)}",
        };
    }

    // The classic protocol names it: "Subscribed topic not available: orders: Broker: Topic authorization failed". The new one does not.
    private static IReadOnlyList<string> Topics(Error error) => [.. TopicsAndReasons().Match(error.Reason ?? "").Groups["topic"].Captures.Select(c => c.Value)];

    // None is part of a topic's name: a colon, a comma, a blank.
    [GeneratedRegex("^[^:]+: (?<topic>[^:, ]+): (?:Broker|Local): (?:[^:,]*, (?<topic>[^:, ]+): (?:Broker|Local): )*")]
    private static partial Regex TopicsAndReasons();

    // Of a partition's error: "orders[3]: …".
    private static string? Place(Error error)
    {
        var end = error.Reason?.IndexOf("]: ", StringComparison.Ordinal) ?? -1;
        return end > 0 && error.Reason!.IndexOf(' ', StringComparison.Ordinal) > end ? error.Reason[..(end + 1)] : null;
    }
}
