namespace KafkaRunner.Internal.Threads;

/// <summary>
/// What the engine runs on: threads, timers, clocks and chance. There is that of the process; a test may bring another one, in which one thing happens
/// at a time and always the same. Any thread, but for what says otherwise.
/// </summary>
internal abstract class EngineRuntime
{
    /// <summary>Gets the clock of pauses and waits for more, and of how old something is.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Gets the clock of those around the consumer, the group and the host: deadlines and commits go by it.</summary>
    public abstract TimeProvider Deadlines { get; }

    /// <summary>Gets the milliseconds since some time in the past: cheap and coarse, for how long turns and attempts take.</summary>
    public abstract long Milliseconds { get; }

    /// <summary>Gets where code of ours goes on that opens partitions: not where handlers run.</summary>
    public abstract SynchronizationContext Opening { get; }

    /// <summary>Gets whether the caller serves all partitions, and so must neither wait nor run user code.</summary>
    public abstract bool IsService { get; }

    /// <summary>Gets a number from 0 to below 1, by chance.</summary>
    public abstract double Chance();

    /// <summary>Starts a thread.</summary>
    public abstract void StartThread(string name, Action run);

    /// <summary>Has something done on the pool.</summary>
    public abstract void Queue(IThreadPoolWorkItem item);

    /// <inheritdoc cref="Queue(IThreadPoolWorkItem)"/>
    public abstract void Queue(Action action);

    /// <summary>Has an item served, by the pool, or by the service if the pool does not come to it.</summary>
    public abstract void Serve(ServedItem item);

    /// <summary>A handler is called, and may hold its thread until what is returned is disposed.</summary>
    public abstract HeldThread EnterHandler(IHandlerCall call);

    /// <summary>Makes a timer by <see cref="Time"/> that is not set yet.</summary>
    /// <param name="due">Called each time it is due. Must neither wait nor run user code.</param>
    public abstract ITimer CreateTimer(Action due);

    /// <summary>Has something told by whoever may be held up by it, in order. It must not throw.</summary>
    public abstract void Tell(Action tell);

    /// <summary>Waits, up to a time, until all is told that was to be until now.</summary>
    public abstract void AwaitTold(TimeSpan timeout);

    /// <summary>Blocks the thread until a task has ended, up to a time.</summary>
    /// <returns>Whether it has.</returns>
    public abstract bool Wait(Task task, TimeSpan timeout);

    /// <summary>Cancels. What was registered for that runs on the pool.</summary>
    /// <param name="source">What is cancelled.</param>
    /// <param name="failed">Called with what was thrown there, if anything.</param>
    public abstract void Cancel(CancellationTokenSource source, Action<Exception> failed);

    /// <summary>Makes what completes a task; whoever waits for that goes on elsewhere than where it completes.</summary>
    public abstract TaskCompletionSource CreateCompletion();

    /// <summary>Goes on on the pool.</summary>
    public PoolHop HopToPool() => new(this);

    /// <summary>Has user code run on the pool, wherever it blocks.</summary>
    public Task RunOnPool(Func<Task> run)
    {
        return RunAsync();

        async Task RunAsync()
        {
            await HopToPool();
            await run().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a time by <see cref="Time"/>.</summary>
    public async Task Delay(TimeSpan pause, CancellationToken cancellationToken)
    {
        var over = CreateCompletion();
        using var timer = CreateTimer(() => over.TrySetResult());
        using var registration = cancellationToken.UnsafeRegister(static (over, token) => ((TaskCompletionSource)over!).TrySetCanceled(token), over);
        timer.Change(pause, Timeout.InfiniteTimeSpan);
        await over.Task;
    }
}
