using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Something that went wrong in a client: what, at which partition or topic if it is known, and in whose words.</summary>
/// <param name="Code">What.</param>
/// <param name="Reason">The words, without the partition.</param>
/// <param name="IsFatal">Whether the client is of no use any more.</param>
internal sealed record ClientFailure(FailureCode Code, string Reason, bool IsFatal = false)
{
    /// <summary>Gets the partition that it is about, or null.</summary>
    public TopicPartition? Partition { get; init; }

    /// <summary>Gets the topic that it is about where it is about no partition, and about no other topic; or null.</summary>
    public string? Topic { get; init; }

    /// <summary>Gets whether it keeps its partition from beginning, and so is over when that begins.</summary>
    public bool IsOfBeginning { get; init; }

    /// <summary>Gets what happened in a sentence, place and all.</summary>
    public string Text => Partition is { } partition ? $"{partition}: {Reason}" : Reason;

    /// <summary>Gets what trouble it belongs to: one that is told of is not told of again soon.</summary>
    public string Subject => (Partition?.ToString() ?? Topic) is { } place ? $"{Code} {place}" : Code.ToString();

    /// <summary>What the client tells without a partition. Which topic it means is in its text at best.</summary>
    public static ClientFailure Of(Error error) => new(error.Code, error.Reason, error.IsFatal) { Topic = TopicText.TopicOf(error.Reason) };

    /// <summary>What the client tells of a partition.</summary>
    public static ClientFailure Of(TopicPartition partition, Error error) => new(error.Code, error.Reason, error.IsFatal) { Partition = partition };

    /// <summary>A topic cannot be read; as the classic client words it.</summary>
    public static ClientFailure NotAvailable(string topic, FailureCode code) => new(code, TopicText.NotAvailable(topic, code.Reason)) { Topic = topic };
}
