using System.Diagnostics;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Processing;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Tells the user's listeners of partitions that come and go: for each partition one thing after the other, and nothing twice.</summary>
internal sealed class PartitionListeners(IReadOnlyList<IPartitionListener> listeners, ConsumerDefinition consumer, ILogger logger)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<PartitionWorker, Task> _assigned = [];      // that was told of; until the end is told
    private Task _unawaited = Task.CompletedTask;

    /// <summary>Tells that partitions were assigned, those that are not given up already. Throws what a listener throws.</summary>
    public async Task AssignedAsync(IReadOnlyList<PartitionWorker> workers, CancellationToken stopping)
    {
        if (listeners.Count == 0) return;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PartitionWorker[] ours;
        lock (_lock)
        {
            ours = [.. workers.Where(w => !w.IsStopping)];
            foreach (var worker in ours) _assigned[worker] = told.Task;
        }

        try
        {
            if (ours.Length > 0) await TellAssignedAsync(ours, stopping);
        }
        finally
        {
            told.SetResult();
        }
    }

    /// <summary>Tells that stopped partitions are about to be given up, and waits for that, up to a time.</summary>
    /// <param name="workers">The partitions' workers.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="wait">Waits a little and serves the group meanwhile.</param>
    public void Revoking(IEnumerable<PartitionWorker> workers, TimeSpan timeout, Action<TimeSpan> wait)
    {
        if (timeout < TimeSpan.Zero) timeout = TimeSpan.Zero;
        var told = TellLastAsync(workers, timeout, (listener, context, token) => listener.RevokingAsync(context, token));
        var started = Stopwatch.GetTimestamp();
        while (!told.IsCompleted && Stopwatch.GetElapsedTime(started) < timeout) wait(Slice);
        if (!told.IsCompleted) logger.ListenerLate(consumer.Name, timeout.TotalSeconds);
    }

    /// <summary>Tells that partitions were lost. Does not wait.</summary>
    public void Lost(IEnumerable<PartitionWorker> workers) =>
        _ = TellLastAsync(workers, consumer.Options.DrainTimeout, (listener, context, token) => listener.LostAsync(context, token));

    /// <summary>Waits, up to a time, until nothing is being told any more.</summary>
    public void Finish(TimeSpan timeout)
    {
        Task unawaited;
        lock (_lock) unawaited = _unawaited;
        unawaited.Wait(timeout);
    }

    // Off this thread: a listener may block it.
    private Task TellLastAsync(IEnumerable<PartitionWorker> workers, TimeSpan timeout, Func<IPartitionListener, PartitionContext, CancellationToken, Task> tell)
    {
        List<PartitionWorker> ours = [];
        List<Task> before = [];
        lock (_lock)
        {
            foreach (var worker in workers)
            {
                if (!_assigned.Remove(worker, out var assigned)) continue;
                ours.Add(worker);
                before.Add(assigned);
            }

            if (ours.Count == 0) return Task.CompletedTask;
            var telling = Task.Run(TellAsync);
            _unawaited = Task.WhenAll(_unawaited, telling);
            return telling;
        }

        async Task TellAsync()
        {
            using var timeIsUp = new CancellationTokenSource(timeout);
            await Task.WhenAll(before);
            foreach (var listener in listeners)
            {
                try
                {
                    await tell(listener, ContextOf(ours), timeIsUp.Token);
                }
                catch (Exception exception)
                {
                    logger.ListenerFailed(exception, listener.GetType().Name, string.Join(", ", ours.Select(w => w.Partition)));
                }
            }
        }
    }

    private async Task TellAssignedAsync(IReadOnlyList<PartitionWorker> workers, CancellationToken stopping)
    {
        foreach (var listener in listeners)
        {
            try
            {
                await listener.AssignedAsync(ContextOf(workers), stopping);
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                throw new KafkaRunnerException(
                    $"{listener.GetType().Name} failed when {consumer.Name} was assigned {string.Join(", ", workers.Select(w => w.Partition))}, " +
                    $"so their messages cannot be processed: {exception.Message}", exception);
            }
        }
    }

    private PartitionContext ContextOf(IReadOnlyList<PartitionWorker> workers) =>
        new(consumer.Type, consumer.GroupId, [.. workers.Select(w => w.Partition)]);
}
