using System.Diagnostics;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>What a group has committed of a partition: -1 for nothing, null for no metadata, -1 for an unknown epoch.</summary>
internal readonly record struct StoredOffset(long Offset, string? Metadata, int LeaderEpoch);

/// <summary>Asks a group what it has committed, and asks again until it is told of every partition. Blocks its thread.</summary>
/// <remarks>
/// Under <c>read_committed</c> a question fails as a whole while a transaction is open on one of its offsets, and that looks like a timeout. So what
/// was not answered is asked again in halves: one such partition holds up no other.
/// </remarks>
/// <param name="askOnce">Asks once.</param>
/// <param name="failed">Told of what lasts. Called on the asking thread.</param>
internal sealed class CommittedQuestion(CommittedQuestion.AskOnce askOnce, Action<ClientFailure> failed)
{
    /// <summary>How long one question may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private const int TimeoutsBeforeTelling = 3;
    private const int MostRefusalsTold = 10;

    /// <summary>A partition that there is not, and so no transaction on its offset: whether the group answers is told by what it says of it.</summary>
    private static readonly TopicPartition Nowhere = new("kafkarunner-is-anybody-there", int.MaxValue);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(10);

    /// <summary>Asks for partitions, for up to <see cref="Timeout"/>, and adds the answers that came.</summary>
    /// <returns>Why some did not.</returns>
    public delegate ErrorCode AskOnce(TopicPartition[] partitions, Dictionary<TopicPartition, StoredOffset> answers);

    /// <param name="partitions">Which.</param>
    /// <param name="answered">Called with answers as they come, for each partition once.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public void Ask(IReadOnlyList<TopicPartition> partitions, Action<Dictionary<TopicPartition, StoredOffset>> answered, CancellationToken cancellationToken)
    {
        var timeouts = 0;
        for (List<TopicPartition> open = [.. partitions]; open.Count > 0; cancellationToken.WaitHandle.WaitOne(Pause))
        {
            var error = AskRound(open, answered, cancellationToken);
            if (open.Count == 0) return;
            if (error != ErrorCode.Local_TimedOut || ++timeouts >= TimeoutsBeforeTelling) Tell(open, error);
        }
    }

    /// <summary>Asks once whether the group answers.</summary>
    public bool Answers() => IsAnswer(askOnce([Nowhere], []));

    private void Tell(List<TopicPartition> open, ErrorCode error)
    {
        if (error != ErrorCode.Local_TimedOut)
        {
            foreach (var partition in open.Take(MostRefusalsTold)) failed(OfPartition(partition, error));
        }
        else if (Answers())     // it answers, but not about these: transactions on their offsets are open
        {
            foreach (var partition in open) failed(OfPartition(partition, ErrorCode.UnstableOffsetCommit));
        }
        else
        {
            failed(new ClientFailure(error, $"The group does not tell what it has committed: {error.GetReason()}"));
        }
    }

    private static ClientFailure OfPartition(TopicPartition partition, ErrorCode error) =>
        new(error, $"the group does not tell what it has committed: {error.GetReason()}") { Partition = partition, IsOfBeginning = true };

    // A refusal is an answer, too.
    private static bool IsAnswer(ErrorCode code) =>
        code >= 0 && code is not (ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupLoadInProgress or ErrorCode.RequestTimedOut);

    /// <summary>Asks all, and where that is not answered in time, halves of it.</summary>
    /// <returns>Why some are still open.</returns>
    private ErrorCode AskRound(List<TopicPartition> open, Action<Dictionary<TopicPartition, StoredOffset>> answered, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var error = ErrorCode.NoError;
        var questions = new Queue<TopicPartition[]>([[.. open]]);
        while (questions.TryDequeue(out var asked) && (error == ErrorCode.NoError || Stopwatch.GetElapsedTime(began) < LongestRound))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answers = new Dictionary<TopicPartition, StoredOffset>();
            var outcome = askOnce(asked, answers);
            if (outcome is ErrorCode.Local_Destroy or ErrorCode.Local_UnknownGroup) throw new OperationCanceledException("The client is closed.");
            if (answers.Count > 0)
            {
                open.RemoveAll(answers.ContainsKey);
                answered(answers);
            }

            if (outcome == ErrorCode.NoError) continue;
            error = outcome;
            if (outcome != ErrorCode.Local_TimedOut || asked.Length == 1) continue;
            questions.Enqueue(asked[..(asked.Length / 2)]);
            questions.Enqueue(asked[(asked.Length / 2)..]);
        }

        return error;
    }
}
