using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Kafka;
using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Which partitions are ours. Makes a worker when one is assigned, drains it on revoke, drops it on loss. Poll thread only.</summary>
internal sealed class Assignment(IGroupClient client, WorkerContext context)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TopicPartition, PartitionWorker> _workers = [];
    private readonly List<PartitionWorker> _leaving = [];       // given up; not yet quiet, or their sources not yet disposed
    private long _sweptAt = context.Time.GetTimestamp();

    private volatile PartitionWorker[] _all = [];               // of both, for readers on other threads

    /// <summary>Gets the workers that have not ended, also of partitions that were given up. Any thread.</summary>
    public IEnumerable<PartitionWorker> Busy => _all.Where(w => !w.Quiet.IsCompleted);

    /// <summary>Gets the workers of the partitions that are ours. Poll thread.</summary>
    public IReadOnlyCollection<PartitionWorker> Workers => _workers.Values;

    /// <summary>Gets the partitions that are ours as the committer sees them. Poll thread.</summary>
    public IReadOnlyList<CommittablePartition> Committable { get; private set; } = [];

    /// <summary>Gets the workers of the partitions that are ours. Any thread.</summary>
    public IEnumerable<PartitionWorker> Ours => _all.Where(w => !w.IsGivenUp);

    /// <summary>Gets how many messages or batches are in work. Any thread.</summary>
    public int InWork => _all.Sum(w => w.InWork);

    /// <summary>Gets the worker of a partition, or null where it is not ours. Poll thread.</summary>
    public PartitionWorker? Find(TopicPartition partition) => _workers.GetValueOrDefault(partition);

    /// <summary>Makes workers, which begin to dispatch when they are opened.</summary>
    public IReadOnlyList<PartitionWorker> Assign(IReadOnlyList<TopicPartition> partitions)
    {
        DisposeLeaving();       // an old source must be gone before a new one opens the same queue
        var made = new List<PartitionWorker>(partitions.Count);
        foreach (var partition in partitions)
        {
            var worker = new PartitionWorker(partition, client, context);
            _workers[partition] = worker;
            made.Add(worker);
        }

        Changed();
        return made;
    }

    /// <summary>Begins no further message of these partitions and waits for those in work, up to a time.</summary>
    /// <param name="partitions">Which.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="serve">Called again and again meanwhile: the other partitions are not to notice.</param>
    public IReadOnlyList<PartitionWorker> Drain(IReadOnlyList<TopicPartition> partitions, TimeSpan timeout, Action serve)
    {
        var revoked = Find(partitions);
        foreach (var worker in revoked) worker.Stop();
        var time = new Countdown(context.Runtime.Deadlines, timeout);
        var allQuiet = Task.WhenAll(revoked.Select(w => w.Quiet));
        while (!AreQuiet() && !time.IsOver)
        {
            context.Runtime.Wait(allQuiet, Slice);
            serve();
        }

        if (AreQuiet()) return revoked;
        foreach (var (partition, offset, running) in context.Permits.InWork())
        {
            if (!partitions.Contains(partition)) continue;
            context.Logger.DrainTimedOut(partition.Topic, partition.Partition, offset, running.TotalSeconds, context.Consequence);
        }

        return revoked;

        // Not by the task: it completes on the thread pool, which handlers may block.
        bool AreQuiet() => revoked.All(w => w.Quiet.IsCompleted);
    }

    /// <summary>These partitions are no longer ours. Their sources are disposed later, when they are unassigned.</summary>
    public IReadOnlyList<PartitionWorker> Drop(IReadOnlyList<TopicPartition> partitions)
    {
        var dropped = Find(partitions);
        foreach (var worker in dropped)
        {
            worker.GiveUp();
            _workers.Remove(worker.Partition);
            _leaving.Add(worker);
        }

        Changed();
        return dropped;
    }

    /// <summary>Frees what given-up partitions had fetched. Only where their unassignment is over: outside rebalance events, or in the next one.</summary>
    public void DisposeLeaving()
    {
        if (_leaving.Count == 0) return;
        foreach (var worker in _leaving) worker.DisposeSource();
        _leaving.RemoveAll(w => w.Quiet.IsCompleted);
        Changed();
    }

    /// <summary>Has what waits for long copied, about once a second.</summary>
    public void SweepIfDue()
    {
        if (context.Time.GetElapsedTime(_sweptAt) < SweepInterval) return;
        _sweptAt = context.Time.GetTimestamp();
        foreach (var worker in _workers.Values) worker.Sweep();
    }

    /// <summary>Begins no further message at all.</summary>
    public void Stop()
    {
        foreach (var worker in _workers.Values) worker.Stop();
    }

    /// <summary>Asks everything in work to end.</summary>
    public void Cancel()
    {
        foreach (var worker in Busy) worker.Cancel();
    }

    private void Changed()
    {
        context.ShareHeldBytes(_workers.Count);
        Committable = [.. _workers.Values.Select(w => w.Committable)];
        _all = [.. _workers.Values, .. _leaving];
    }

    private List<PartitionWorker> Find(IReadOnlyList<TopicPartition> partitions)
    {
        var found = new List<PartitionWorker>(partitions.Count);
        foreach (var partition in partitions)
        {
            if (_workers.TryGetValue(partition, out var worker)) found.Add(worker);
        }

        return found;
    }
}
