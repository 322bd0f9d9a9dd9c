namespace KafkaRunner.Internal.Threads;

/// <summary>What the engine runs on: the threads of this process, its pool, and a consumer's clock.</summary>
internal class ProcessRuntime(TimeProvider time) : EngineRuntime
{
    public override TimeProvider Time => time;

    /// <summary>Gets the system's own: a stop ends also by a clock that stands still, or throws.</summary>
    public override TimeProvider Deadlines => TimeProvider.System;

    /// <summary>Gets the system's own, by which the pool is watched.</summary>
    public override long Milliseconds => Environment.TickCount64;

    public override SynchronizationContext Opening => EngineThreads.Opening;

    public override bool IsService => EngineThreads.Service.IsCurrent;

    public override double Chance() => Random.Shared.NextDouble();

    public override void StartThread(string name, Action run) => new Thread(run.Invoke) { Name = name, IsBackground = true }.Start();

    public override void Queue(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);

    public override void Queue(Action action) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), action, preferLocal: false);

    public override void Serve(ServedItem item) => EngineThreads.Watch.Queue(item);

    public override HeldThread EnterHandler(IHandlerCall call)
    {
        var thread = HandlerThread.Current;
        var outer = thread.Enter(call);
        EngineThreads.Watch.Begin();
        return new HeldThread(thread, outer);
    }

    /// <summary>Makes a timer. That of the system's clock is served by the service thread, however the pool fares; other clocks bring their own.</summary>
    public override ITimer CreateTimer(Action due) => time == TimeProvider.System
        ? EngineThreads.Service.CreateTimer(due)
        : time.CreateTimer(static due => ((Action)due!)(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public override void Tell(Action tell) => EngineThreads.Telling.Tell(tell);

    public override void AwaitTold(TimeSpan timeout) => EngineThreads.Telling.Drain(timeout);

    public override bool Wait(Task task, TimeSpan timeout) => task.Wait(timeout);

    public override void Cancel(CancellationTokenSource source, Action<Exception> failed) => source.CancelAsync().ContinueWith(
        cancelled => failed(cancelled.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    public override TaskCompletionSource CreateCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
