namespace KafkaRunner.Simulation.Kernel;

/// <summary>A thread that runs one thing after the other: threads are dear to start, and worlds are short.</summary>
internal sealed class ReusedThread
{
    private static readonly Stack<ReusedThread> Idle = new();

    private readonly Baton _begin = new();
    private Action _run;

    private ReusedThread(Action run)
    {
        _run = run;
        new Thread(Run) { Name = "world", IsBackground = true }.UnsafeStart();
    }

    /// <summary>Runs something on a thread of its own, in no context of the caller's.</summary>
    /// <param name="run">Must not throw.</param>
    public static void Start(Action run)
    {
        ReusedThread? thread;
        lock (Idle)
        {
            if (!Idle.TryPop(out thread))
            {
                _ = new ReusedThread(run);
                return;
            }
        }

        thread._run = run;
        thread._begin.Give();
    }

    private void Run()
    {
        var clean = ExecutionContext.Capture()!;
        while (true)
        {
            _run();
            ExecutionContext.Restore(clean);
            SynchronizationContext.SetSynchronizationContext(null);
            lock (Idle) Idle.Push(this);
            _begin.Await();
        }
    }
}
