using Confluent.Kafka;
using KafkaRunner.Internal.Kafka;

namespace KafkaRunner.Simulation.Model;

/// <summary>Asks the coordinator what the group has committed.</summary>
internal sealed class OffsetQuestion(ClientContext context, Coordinator coordinator)
{
    private static readonly TimeSpan Timeout = CommittedQuestion.Timeout;

    private readonly bool _isManaged = context.Options.MessageSource == MessageSource.Managed;

    /// <summary>Asks once. The answer is an error, or the offsets.</summary>
    public void Send(IReadOnlyList<TopicPartition> partitions, Action<ErrorCode, Dictionary<TopicPartition, StoredOffset>> answered)
    {
        var asked = context.Process.World.Now;
        context.Coordination.Send<Dictionary<TopicPartition, StoredOffset>?>(
            "offset fetch",
            Timeout,
            reply => reply(coordinator.Tell(partitions, context.IsCommittedOnly)),
            (error, told) =>
            {
                context.Process.World.Note(told is null ? Happening.OffsetsUntold : Happening.OffsetsTold, $"{context.Process.Name}: {string.Join(' ', partitions)}");
                if (told is not null)
                {
                    answered(ErrorCode.NoError, told.ToDictionary(t => t.Key, t => _isManaged ? t.Value with { Metadata = null } : t.Value));
                    return;
                }

                // librdkafka asks again until its time is over, then says that it was.
                var left = error == ErrorCode.NoError ? asked + Timeout - context.Process.World.Now : TimeSpan.Zero;
                context.Process.Later(left > TimeSpan.Zero ? left : TimeSpan.Zero, "offsets untold", () => answered(error == ErrorCode.NoError ? ErrorCode.Local_TimedOut : error, []));
            });
    }

    /// <summary>Asks once, and waits for that on the poll thread.</summary>
    public ErrorCode AskOnce(TopicPartition[] partitions, Dictionary<TopicPartition, StoredOffset> answers)
    {
        ErrorCode? outcome = null;
        Send(partitions, (error, told) =>
        {
            if (outcome is not null) return;
            outcome = error;
            foreach (var (partition, offset) in told) answers[partition] = offset;
        });
        context.Process.Wait(() => outcome is not null, Timeout);
        return outcome ??= ErrorCode.Local_TimedOut;
    }
}
