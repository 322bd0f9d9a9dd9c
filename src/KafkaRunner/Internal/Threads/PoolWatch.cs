using System.Collections.Concurrent;

namespace KafkaRunner.Internal.Threads;

/// <summary>
/// Watches, as long as there is work, which handlers hold threads of the pool: it gives the pool as many more, and serves on the service
/// thread what waits for a thread meanwhile. While no handler does so, work goes straight to the pool, one thread hop and no more.
/// </summary>
internal sealed class PoolWatch
{
    /// <summary>How long a handler may hold its thread before it counts.</summary>
    public const int HeldMilliseconds = 20;

    /// <summary>
    /// How long before it is named: as long as the pool takes to replace one thread by itself. A lock, a log line, a small file hold a
    /// thread for less, and nobody has to do anything about them.
    /// </summary>
    public const int NamedMilliseconds = 1_000;

    private const int KeptMilliseconds = 2_000;         // a handler that has held a thread will soon hold one again
    private const int PatienceMilliseconds = 10;        // with the pool, while threads are held
    private const int LongPatienceMilliseconds = 100;   // otherwise: it may simply be busy, and then another thread would not help
    private const int RestMilliseconds = 200;
    private const int LeastHeadroom = 32;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly ServiceThread _service;
    private readonly PoolMinimum _minimum;
    private readonly ITimer _timer;
    private readonly ConcurrentQueue<ServedItem> _listed = new();
    private readonly List<IHandlerCall> _calls = [];
    private readonly Dictionary<IHandlerCall, long> _holders = [];      // and when each was last found to hold a thread
    private int _known;             // holders, the last time
    private long _lookedAt;
    private long _busyAt;
    private volatile int _isWatching;
    private volatile bool _isHeld;

    public PoolWatch(ServiceThread service, PoolMinimum minimum)
    {
        (_service, _minimum) = (service, minimum);
        _timer = service.CreateTimer(Look);
    }

    /// <summary>Has an item served, by the pool if it comes to it.</summary>
    public void Queue(ServedItem item)
    {
        if (_isHeld)
        {
            _service.Serve(item);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        if (item.TryList()) _listed.Enqueue(item);
        Begin();
    }

    /// <summary>There may be something to watch: a handler is called.</summary>
    public void Begin()
    {
        if (_isWatching == 0 && Interlocked.Exchange(ref _isWatching, 1) == 0) _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    // On the service thread.
    private void Look()
    {
        var now = Environment.TickCount64;
        LookAtHandlers(now);
        LookAtItems(now);
        if (_calls.Count > 0 || _holders.Count > 0 || !_listed.IsEmpty) _busyAt = now;
        _calls.Clear();
        if (now - _busyAt >= RestMilliseconds && TryRest()) return;
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private void LookAtHandlers(long now)
    {
        HandlerThread.CopyCalls(_calls);
        // Where the watch itself was held up, by the collector or by other processes, it was no handler's doing.
        var isLate = _lookedAt > 0 && now - _lookedAt > HeldMilliseconds;
        _lookedAt = isLate ? 0 : now;
        if (isLate) return;
        var held = 0;
        foreach (var call in _calls)
        {
            var since = call.Since;
            if (now - since < HeldMilliseconds) continue;
            held++;
            _holders[call] = now;
            if (now - since >= NamedMilliseconds) call.NameBlocking(since);
        }

        foreach (var (call, foundAt) in _holders)
        {
            if (now - foundAt > KeptMilliseconds) _holders.Remove(call);
        }

        _minimum.Add(_holders.Count + Headroom(held));
        _known = _holders.Count;
        _isHeld = _holders.Count > 0;
    }

    /// <summary>
    /// Gets how many threads there are to be for what waits for one, as long as more and more handlers are found to hold theirs: there are
    /// likely to be more among what waits, and to find them two at a time would take long.
    /// </summary>
    private int Headroom(int held)
    {
        if (_holders.Count <= _known) return 0;
        var most = held >= ThreadPool.ThreadCount ? Math.Max(LeastHeadroom, _holders.Count) : _holders.Count;
        return (int)Math.Min(most, ThreadPool.PendingWorkItemCount);
    }

    private void LookAtItems(long now)
    {
        var patience = _isHeld ? PatienceMilliseconds : LongPatienceMilliseconds;
        for (var count = _listed.Count; count > 0 && _listed.TryDequeue(out var item); count--)
        {
            _busyAt = now;
            item.Unlist();
            if (item.WaitsSince is not (> 0 and var since)) continue;
            if (now - since >= patience) item.ServeIfWaiting();
            else if (item.TryList()) _listed.Enqueue(item);
        }
    }

    // Handlers write without a fence and then look whether there is a watch. So the fence is made here, for all threads.
    private bool TryRest()
    {
        (_isWatching, _lookedAt) = (0, 0);
        Interlocked.MemoryBarrierProcessWide();
        HandlerThread.CopyCalls(_calls);
        var isQuiet = _calls.Count == 0 && _listed.IsEmpty;
        _calls.Clear();
        return isQuiet || Interlocked.Exchange(ref _isWatching, 1) != 0;
    }
}
