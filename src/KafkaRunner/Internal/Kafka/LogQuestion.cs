using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Asks brokers where the logs of partitions begin and end, and asks again until it is told of some.</summary>
/// <param name="requests">Asks.</param>
/// <param name="askEnds">Asks for ends with their leader epochs, for up to <see cref="RequestTimeout"/>, all or none; null where nobody tells these.</param>
/// <param name="isolation">Whether open transactions lie before the end or behind it.</param>
/// <param name="failed">Told of what lasts. Any thread.</param>
internal sealed class LogQuestion(AdminRequests requests, LogQuestion.AskEnds? askEnds, IsolationLevel isolation, Action<ClientFailure> failed)
{
    private const int FailuresBeforeTelling = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Asks for the ends of logs, for up to <see cref="RequestTimeout"/>, and adds the answers.</summary>
    /// <returns>Why there are none.</returns>
    public delegate ErrorCode AskEnds(IReadOnlyList<TopicPartition> partitions, Dictionary<TopicPartition, ReadPosition> ends);

    /// <summary>Gets what transactions a consumer with these properties reads.</summary>
    public static IsolationLevel IsolationOf(ConsumerConfig config) => config.IsolationLevel ?? IsolationLevel.ReadCommitted;

    /// <returns>For partitions that were told, at least one, the first offset and the one after the last, with its leader epoch.</returns>
    public async Task<IReadOnlyDictionary<TopicPartition, LogRange>> AskAsync(IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var (starts, ends) = (new Dictionary<TopicPartition, ReadPosition>(), new Dictionary<TopicPartition, ReadPosition>());
        for (var failures = 0; ; failures++)
        {
            // A topic that does not go on from the one that was asked first would have an end before its start.
            // Both at once: an answer waits for the fetch that is under way on the same connection.
            var errors = await Task.WhenAll(AskAsync(starts, partitions, OffsetSpec.Earliest()), AskEndsAsync(ends, partitions, cancellationToken)).ConfigureAwait(false);
            var error = errors[0] ?? errors[1];
            var told = partitions.Where(p => starts.ContainsKey(p) && ends.ContainsKey(p)).ToDictionary(p => p, p => Between(starts[p].Offset, ends[p]));
            if (told.Count > 0) return told;
            if (error is not null && failures + 1 >= FailuresBeforeTelling)
            {
                failed(Untold(partitions, error));
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private static LogRange Between(long start, ReadPosition end) => end.Offset < start ? new LogRange(start, start, -1) : new LogRange(start, end.Offset, end.LeaderEpoch);

    private static ClientFailure Untold(IReadOnlyList<TopicPartition> partitions, Error error)
    {
        var more = partitions.Count == 1 ? "" : $" (nor of {partitions.Count - 1} more)";
        return new ClientFailure(error.Code, $"nobody tells where the log begins and ends{more}: {error.Reason}") { Partition = partitions[0], IsOfBeginning = true };
    }

    // Without epochs where not all of them have a leader: what is known without is better than nothing.
    private async Task<Error?> AskEndsAsync(Dictionary<TopicPartition, ReadPosition> ends, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        TopicPartition[] asked = [.. partitions.Where(p => !ends.ContainsKey(p))];
        if (askEnds is not null && asked.Length > 0)
        {
            var error = await Task.Factory.StartNew(() => askEnds(asked, ends), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            if (error == ErrorCode.NoError) return null;
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await AskAsync(ends, partitions, OffsetSpec.Latest()).ConfigureAwait(false);
    }

    /// <returns>Why some are still missing, or null.</returns>
    private async Task<Error?> AskAsync(Dictionary<TopicPartition, ReadPosition> known, IReadOnlyList<TopicPartition> partitions, OffsetSpec spec)
    {
        var asked = partitions.Where(p => !known.ContainsKey(p))
            .Select(p => new TopicPartitionOffsetSpec { TopicPartition = new(p.Topic, p.Partition), OffsetSpec = spec }).ToList();
        if (asked.Count == 0) return null;
        try
        {
            var options = new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = RequestTimeout };
            return Keep((await requests.AskAsync(RequestTimeout, admin => admin.ListOffsetsAsync(asked, options)).ConfigureAwait(false)).ResultInfos, known);
        }
        catch (ListOffsetsException exception)      // some are not told
        {
            return Keep(exception.Result.ResultInfos, known) ?? exception.Error;
        }
        catch (KafkaException exception)
        {
            return exception.Error;
        }
    }

    private static Error? Keep(IEnumerable<ListOffsetsResultInfo> results, Dictionary<TopicPartition, ReadPosition> known)
    {
        Error? error = null;
        foreach (var result in results.Select(r => r.TopicPartitionOffsetError))
        {
            if (result.Error.IsError) error = result.Error;
            else known[new TopicPartition(result.Topic, result.Partition.Value)] = new ReadPosition(result.Offset.Value, result.LeaderEpoch ?? -1);
        }

        return error;
    }
}
