using System.Collections.Concurrent;
using Confluent.Kafka;

namespace KafkaRunner.Internal.Kafka;

/// <summary>Sends a client's commits by Confluent's <c>Commit()</c>, one at a time. That waits for the broker, so another thread calls it.</summary>
/// <param name="consumer">Confluent's.</param>
/// <param name="wake">Wakes whoever waits for what happens, when a commit has ended. Any thread.</param>
internal sealed class ManagedCommits(IConsumer<byte[]?, byte[]?> consumer, Action wake) : IDisposable
{
    private readonly BlockingCollection<Action> _ended = [];
    private Task _underWay = Task.CompletedTask;

    public void Send(IReadOnlyList<OffsetToCommit> offsets, Action<CommitResult> completed)
    {
        var commit = offsets.Select(o => new TopicPartitionOffset(o.Partition.ToConfluent(), o.Offset, o.LeaderEpoch < 0 ? null : o.LeaderEpoch)).ToArray();
        _underWay = Task.Factory.StartNew(
            () =>
            {
                var result = CommitNow(commit);
                _ended.Add(() => completed(result));
                wake();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits for a result, up to a time, and tells of it.</summary>
    public void Serve(TimeSpan timeout)
    {
        if (_ended.TryTake(out var tell, timeout)) tell();
    }

    /// <summary>Waits, up to a time, until no commit is under way.</summary>
    public bool Wait(TimeSpan timeout) => _underWay.Wait(timeout);

    public void Dispose() => _ended.Dispose();

    private CommitResult CommitNow(TopicPartitionOffset[] offsets)
    {
        try
        {
            consumer.Commit(offsets);
            return Whole(ErrorCode.NoError);
        }
        catch (TopicPartitionOffsetException exception)
        {
            var codes = exception.Results.ToDictionary(r => new TopicPartition(r.Topic, r.Partition.Value), r => new FailureCode(r.Error.Code));
            return new CommitResult(FailureCode.None, codes);
        }
        catch (KafkaException exception)
        {
            return Whole(exception.Error.Code);
        }
    }

    private static CommitResult Whole(FailureCode code) => new(code, new Dictionary<TopicPartition, FailureCode>());
}
