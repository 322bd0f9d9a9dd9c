namespace KafkaRunner.Internal.Threads;

/// <summary>
/// What a thread of the pool is to serve, or the service thread if the pool does not come to it: whoever comes first. It is served by one
/// at a time, for each time that it was queued.
/// </summary>
internal abstract class ServedItem : IThreadPoolWorkItem
{
    private long _waitsSince;
    private int _isListed;

    /// <summary>Gets since when it has waited to be served, as <see cref="Environment.TickCount64"/>; 0 while it does not.</summary>
    public long WaitsSince => Volatile.Read(ref _waitsSince);

    void IThreadPoolWorkItem.Execute()
    {
        if (TryBegin()) Serve(onPool: true);
    }

    /// <summary>Serves it on the service thread, unless that was done.</summary>
    public void ServeIfWaiting()
    {
        if (TryBegin()) Serve(onPool: false);
    }

    /// <summary>Takes note that it is on a watch's list. Gets whether it was not.</summary>
    public bool TryList() => Interlocked.Exchange(ref _isListed, 1) == 0;

    /// <summary>Takes note that it is on no list. What it says of itself after that is up to date.</summary>
    public void Unlist() => Interlocked.Exchange(ref _isListed, 0);

    /// <summary>Has it served. Not again before it is.</summary>
    protected void Queue(EngineRuntime runtime)
    {
        Interlocked.Exchange(ref _waitsSince, Environment.TickCount64 | 1);
        runtime.Serve(this);
    }

    /// <summary>Does what there is to do.</summary>
    /// <param name="onPool">Whether the thread is one of the pool's, which may run user code.</param>
    protected abstract void Serve(bool onPool);

    private bool TryBegin() => Interlocked.Exchange(ref _waitsSince, 0) != 0;
}
