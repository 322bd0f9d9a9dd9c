using System.Runtime.InteropServices;
using Confluent.Kafka;
using static KafkaRunner.Internal.Kafka.Librdkafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks a group what it has committed, with the metadata, and asks again until it is told. Blocks its thread.</summary>
/// <param name="client">The native handle; valid until <see cref="Ask"/> has returned.</param>
/// <param name="failed">Told of what lasts. Called on the asking thread.</param>
internal sealed unsafe class CommittedQuestion(nint client, Action<Error> failed)
{
    private const int FirstTimeoutMs = 1_000;
    private const int LongestTimeoutMs = 3_000;
    private const int TimeoutsBeforeTelling = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<TopicPartition, (long Offset, string? Metadata, int LeaderEpoch)> _answers = [];

    /// <returns>An answer for each partition: its offset, -1 for none, its metadata, null for none, and its leader epoch, -1 for unknown.</returns>
    public IReadOnlyDictionary<TopicPartition, (long Offset, string? Metadata, int LeaderEpoch)> Ask(
        IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        for (var timeouts = 0; ; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            TopicPartition[] open = [.. partitions.Where(p => !_answers.ContainsKey(p))];
            if (open.Length == 0) return _answers;
            var error = AskOnce(open, Math.Min(FirstTimeoutMs * (timeouts + 1), LongestTimeoutMs));
            if (error == ErrorCode.NoError) continue;
            if (error is ErrorCode.Local_Destroy or ErrorCode.Local_UnknownGroup) throw new OperationCanceledException("The client is closed.");
            // Under read_committed an open transaction on these offsets looks like a timeout, too.
            if (error != ErrorCode.Local_TimedOut || ++timeouts >= TimeoutsBeforeTelling)
            {
                failed(new Error(error, $"{open[0]}{(open.Length == 1 ? "" : $" and {open.Length - 1} more")}: the group does not tell what it has committed: {error.GetReason()}"));
            }

            cancellationToken.WaitHandle.WaitOne(Pause);
        }
    }

    /// <summary>Asks once, for a second at most, whether the group answers.</summary>
    public bool Answers(string topic) => IsAnswer(AskOnce([new TopicPartition(topic, 0)], FirstTimeoutMs));

    /// <summary>Whether a group's coordinator has answered with this. A refusal is an answer, too.</summary>
    public static bool IsAnswer(ErrorCode code) =>
        code >= 0 && code is not (ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupLoadInProgress or ErrorCode.RequestTimedOut);

    private ErrorCode AskOnce(TopicPartition[] partitions, int timeoutMs)
    {
        var list = rd_kafka_topic_partition_list_new(partitions.Length);
        foreach (var partition in partitions) rd_kafka_topic_partition_list_add(list, partition.Topic, partition.Partition);
        var error = rd_kafka_committed(client, list, timeoutMs);
        for (var i = 0; error == ErrorCode.NoError && i < list->Count; i++) Keep(&list->Elements[i]);
        for (var i = 0; error == ErrorCode.NoError && i < list->Count; i++) error = list->Elements[i].Error;
        rd_kafka_topic_partition_list_destroy(list);
        return error;
    }

    private void Keep(NativeTopicPartition* element)
    {
        if (element->Error != ErrorCode.NoError) return;     // asked again
        var partition = new TopicPartition(Marshal.PtrToStringUTF8(element->Topic)!, element->Partition);
        // Whoever wrote it may have written anything: what is not UTF-8 becomes U+FFFD.
        var metadata = element->Metadata == 0 ? null : Marshal.PtrToStringUTF8(element->Metadata, (int)element->MetadataLength);
        _answers[partition] = (Math.Max(element->Offset, -1), string.IsNullOrEmpty(metadata) ? null : metadata, rd_kafka_topic_partition_get_leader_epoch(element));
    }
}
