using KafkaRunner.Configuration;
using KafkaRunner.Diagnostics;
using KafkaRunner.Internal.Threads;
using Microsoft.Extensions.Logging;

namespace KafkaRunner.Internal.Partitions;

/// <summary>Tells the user's listeners of partitions that come and go: for each partition one thing after the other, and nothing twice.</summary>
internal sealed class PartitionListeners(IReadOnlyList<IPartitionListener> listeners, ConsumerDefinition consumer, EngineRuntime runtime, ILogger logger)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<PartitionWorker, AssignmentNotice> _assigned = [];     // whose end was not told yet
    private readonly Dictionary<TopicPartition, Task> _ends = [];                      // of earlier assignments, being told or told

    /// <summary>Tells that partitions were assigned, those that are not given up already. Throws what a listener throws.</summary>
    /// <returns>Whether all listeners were told: if not, none of these partitions is needed any more.</returns>
    public async Task<bool> AssignedAsync(IReadOnlyList<PartitionWorker> workers, CancellationToken stopping)
    {
        if (listeners.Count == 0) return true;
        AssignmentNotice notice;
        Task[] earlier;
        lock (_lock)
        {
            notice = new AssignmentNotice([.. workers.Where(worker => !worker.IsStopping)], runtime, logger);
            if (notice.Workers.Count == 0) return false;
            foreach (var worker in notice.Workers) _assigned[worker] = notice;
            earlier = EndsOf(notice.Workers);
        }

        using var registration = stopping.UnsafeRegister(static notice => ((AssignmentNotice)notice!).Cancel(), notice);
        try
        {
            // Off the poll thread in any case.
            await runtime.HopToPool();
            await Task.WhenAll(earlier).WaitAsync(notice.Token).ConfigureAwait(false);
            await TellAssignedAsync(notice);
            return !notice.Token.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (notice.Token.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            notice.End();
        }
    }

    /// <summary>Tells that stopped partitions are about to be given up, and waits for that, up to a time.</summary>
    /// <param name="workers">The partitions' workers.</param>
    /// <param name="timeout">How long.</param>
    /// <param name="serve">Serves the group meanwhile.</param>
    public void Revoking(IEnumerable<PartitionWorker> workers, TimeSpan timeout, Action<TimeSpan> serve)
    {
        if (timeout < TimeSpan.Zero) timeout = TimeSpan.Zero;
        var time = new Countdown(runtime.Deadlines, timeout);
        var told = TellEnd([.. workers], timeout, isRevoked: true);
        while (!told.IsCompleted && !time.IsOver)
        {
            if (!runtime.Wait(told, Slice)) serve(TimeSpan.Zero);
        }

        if (!told.IsCompleted) logger.ListenerLate(consumer.Name, timeout.TotalSeconds);
    }

    /// <summary>Tells that partitions were lost. Does not wait.</summary>
    public void Lost(IReadOnlyList<PartitionWorker> workers) => _ = TellEnd(workers, consumer.Options.DrainTimeout, isRevoked: false);

    /// <summary>Waits, up to a time, until nothing is being told any more.</summary>
    public void Finish(TimeSpan timeout)
    {
        Task all;
        lock (_lock) all = Task.WhenAll(_ends.Values);
        runtime.Wait(all, timeout);
    }

    /// <returns>A task, never faulted, that completes when listeners have been told that these partitions are gone, now or before.</returns>
    private Task TellEnd(IReadOnlyList<PartitionWorker> workers, TimeSpan timeout, bool isRevoked)
    {
        lock (_lock)
        {
            var earlier = Task.WhenAll(EndsOf(workers));
            var ours = new List<(PartitionWorker Worker, AssignmentNotice Notice)>(workers.Count);
            foreach (var worker in workers)
            {
                if (_assigned.Remove(worker, out var notice)) ours.Add((worker, notice));
            }

            if (ours.Count == 0) return earlier;
            foreach (var notice in ours.Select(o => o.Notice).Distinct()) notice.CancelIfUnwanted();
            var telling = runtime.RunOnPool(() => TellEndAsync(ours, earlier, timeout, isRevoked));      // a listener may block its thread
            foreach (var (worker, _) in ours) _ends[worker.Partition] = telling;
            return Task.WhenAll(earlier, telling);
        }
    }

    private async Task TellEndAsync(
        IReadOnlyList<(PartitionWorker Worker, AssignmentNotice Notice)> ours, Task earlier, TimeSpan timeout, bool isRevoked)
    {
        using var timeIsUp = new CancellationTokenSource(timeout, runtime.Deadlines);
        await Task.WhenAll(ours.Select(o => o.Notice.Ended).Append(earlier));
        for (var i = 0; i < listeners.Count; i++)
        {
            PartitionWorker[] known = [.. ours.Where(o => o.Notice.Reached > i).Select(o => o.Worker)];
            if (known.Length == 0) continue;
            // Whoever hears of it late must not take for its own what another member may have by now.
            var isStillOurs = isRevoked && !known.Any(worker => worker.IsGivenUp);
            try
            {
                await (isStillOurs ? listeners[i].RevokingAsync(ContextOf(known), timeIsUp.Token) : listeners[i].LostAsync(ContextOf(known), timeIsUp.Token));
            }
            catch (Exception exception)
            {
                logger.ListenerFailed(exception, listeners[i].GetType().Name, Named(known));
            }
        }
    }

    private async Task TellAssignedAsync(AssignmentNotice notice)
    {
        foreach (var listener in listeners)
        {
            if (notice.Token.IsCancellationRequested) return;
            notice.Reached++;
            try
            {
                await listener.AssignedAsync(ContextOf(notice.Workers), notice.Token);
            }
            catch (Exception exception) when (notice.Token.IsCancellationRequested)
            {
                if (exception is not OperationCanceledException) logger.ListenerFailed(exception, listener.GetType().Name, Named(notice.Workers));
            }
            catch (Exception exception)
            {
                throw new KafkaRunnerException(
                    $"{listener.GetType().Name} failed when {consumer.Name} was assigned {Named(notice.Workers)}, " +
                    $"so their messages cannot be processed: {exception.Message}", exception);
            }
        }
    }

    private Task[] EndsOf(IEnumerable<PartitionWorker> workers) =>
        [.. workers.Select(worker => _ends.GetValueOrDefault(worker.Partition, Task.CompletedTask))];

    private PartitionContext ContextOf(IReadOnlyList<PartitionWorker> workers) =>
        new(consumer.Type, consumer.GroupId, [.. workers.Select(worker => worker.Partition)]);

    private static string Named(IReadOnlyList<PartitionWorker> workers) => string.Join(", ", workers.Select(worker => worker.Partition));
}
