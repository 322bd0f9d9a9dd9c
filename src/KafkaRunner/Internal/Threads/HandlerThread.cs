namespace KafkaRunner.Internal.Threads;

/// <summary>A thread on which user code has been called, and the call that holds it now. Costs a call two writes.</summary>
internal sealed class HandlerThread
{
    [ThreadStatic]
    private static HandlerThread? t_current;

    private static readonly List<HandlerThread> All = [];

    private readonly Thread _thread = Thread.CurrentThread;
    private volatile IHandlerCall? _call;

    /// <summary>Gets the calling thread.</summary>
    public static HandlerThread Current => t_current ?? Register();

    /// <summary>Copies the calls that hold a thread now.</summary>
    public static void CopyCalls(List<IHandlerCall> calls)
    {
        lock (All)
        {
            for (var i = All.Count - 1; i >= 0; i--)
            {
                if (All[i]._call is { } call) calls.Add(call);
                else if (!All[i]._thread.IsAlive) All.RemoveAt(i);
            }
        }
    }

    /// <summary>A call begins.</summary>
    /// <returns>The call inside which it is made, for <see cref="Leave"/>: what a handler completes may go on inside it.</returns>
    public IHandlerCall? Enter(IHandlerCall call)
    {
        var outer = _call;
        _call = call;
        return outer;
    }

    /// <summary>The call has returned its task.</summary>
    public void Leave(IHandlerCall? outer) => _call = outer;

    private static HandlerThread Register()
    {
        t_current = new HandlerThread();
        lock (All) All.Add(t_current);
        return t_current;
    }
}
