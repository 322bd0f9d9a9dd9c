namespace KafkaRunner.Internal.Threads;

/// <summary>A thread that serves due times and what is handed to it, one after the other. Whoever is served must not wait, nor run user code.</summary>
internal sealed class ServiceThread
{
    private readonly object _lock = new();      // no Lock: that cannot be waited for with a timeout
    private readonly Queue<ServedItem> _items = new();
    private readonly PriorityQueue<ServiceTimer, long> _due = new();
    private readonly Thread _thread;
    private long _wakesAt = long.MaxValue;      // of a thread that waits

    public ServiceThread()
    {
        _thread = new Thread(Run) { Name = "kafkarunner service", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Gets whether the caller is this thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Serves an item soon, unless the pool comes first.</summary>
    public void Serve(ServedItem item)
    {
        lock (_lock)
        {
            _items.Enqueue(item);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Makes a timer that is not set yet.</summary>
    /// <param name="due">Called on this thread each time it is due.</param>
    public ITimer CreateTimer(Action due) => new ServiceTimer(this, due);

    /// <summary>Sets when a timer is due, as <see cref="Environment.TickCount64"/>.</summary>
    public void Change(ServiceTimer timer, long due)
    {
        lock (_lock)
        {
            timer.Due = due;
            if (timer.LookedAt <= due) return;      // it is looked at earlier, and then set anew
            timer.LookedAt = due;
            _due.Enqueue(timer, due);
            if (due < _wakesAt) Monitor.Pulse(_lock);
        }
    }

    private void Run()
    {
        while (true) Next()();
    }

    private Action Next()
    {
        lock (_lock)
        {
            while (true)
            {
                if (TakeDue(Environment.TickCount64) is { } timer) return timer.Callback;
                if (_items.TryDequeue(out var item)) return item.ServeIfWaiting;
                _wakesAt = _due.TryPeek(out _, out var due) ? due : long.MaxValue;
                Monitor.Wait(_lock, _wakesAt == long.MaxValue ? Timeout.Infinite : (int)Math.Clamp(_wakesAt - Environment.TickCount64, 0, int.MaxValue));
                _wakesAt = long.MaxValue;
            }
        }
    }

    // Under the lock. A timer that was put off is in the queue by its earlier time, and perhaps by others.
    private ServiceTimer? TakeDue(long now)
    {
        while (_due.TryPeek(out var timer, out var at) && at <= now)
        {
            _due.Dequeue();
            if (timer.LookedAt != at) continue;
            timer.LookedAt = long.MaxValue;
            if (timer.Due <= now)
            {
                timer.Due = long.MaxValue;
                return timer;
            }

            if (timer.Due == long.MaxValue) continue;
            timer.LookedAt = timer.Due;
            _due.Enqueue(timer, timer.Due);
        }

        return null;
    }
}
