namespace KafkaRunner.Internal.Threads;

/// <summary>
/// Raises the pool's minimum of threads by as many as are held, and gives them back: what others have set, before or meanwhile, is what is
/// added to and gone back to. One thread uses it.
/// </summary>
/// <param name="get">Gets the minimum.</param>
/// <param name="trySet">Sets it; false where that cannot be.</param>
internal sealed class PoolMinimum(Func<int> get, Func<int, bool> trySet)
{
    private int _base;
    private int _set = -1;      // by us, last; -1 while nothing is added
    private volatile int _added;

    /// <summary>Gets that of this process.</summary>
    public static PoolMinimum OfProcess { get; } = new(Get, TrySet);

    /// <summary>Gets how many threads there are to be beyond what others want. Any thread.</summary>
    public int Added => _added;

    /// <summary>Sets how many threads there are to be beyond what others want.</summary>
    public void Add(int threads)
    {
        if (threads == 0 && _set < 0) return;
        var now = get();
        if (now != _set) _base = now;       // somebody else has said so
        var wanted = _base + threads;
        if (wanted != now && !trySet(wanted)) return;
        _set = threads == 0 ? -1 : get();       // there may be a most
        _added = threads;
    }

    private static int Get()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        return workers;
    }

    private static bool TrySet(int wanted)
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetMinThreads(out _, out var completionPorts);
        return ThreadPool.SetMinThreads(Math.Min(wanted, most), completionPorts);
    }
}
