using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Simulation.Kernel;

/// <summary>A process in a world: what engines in it run on. It may stand still, and be killed.</summary>
internal sealed class WorldRuntime : EngineRuntime
{
    private readonly World _world;
    private readonly InOrder _told;

    public WorldRuntime(World world, string name)
    {
        (_world, Name) = (world, name);
        _told = new InOrder(world, this, "telling");
        Time = new WorldTime(world, this);
        Opening = new OpeningContext(world, this);
    }

    public string Name { get; }

    /// <summary>Gets whether it stands still: nothing of it happens, and time passes it by.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Gets whether it was killed: nothing of it happens any more.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Gets what happens when it no longer stands still.</summary>
    public List<Happening> Held { get; } = [];

    public override TimeProvider Time { get; }

    public override TimeProvider Deadlines => Time;

    public override long Milliseconds => Time.GetTimestamp() / TimeSpan.TicksPerMillisecond;

    public override SynchronizationContext Opening { get; }

    public override bool IsService => false;

    /// <summary>Stands still, or goes on.</summary>
    public void SetFrozen(bool isFrozen)
    {
        if (isFrozen == IsFrozen) return;
        IsFrozen = isFrozen;
        _world.SetHeld(this, isFrozen);
    }

    /// <summary>Kills it. Its threads stay where they are until the world is over.</summary>
    public void Kill()
    {
        IsDead = true;
        Held.Clear();
    }

    public override double Chance() => _world.Fraction();

    public override void StartThread(string name, Action run) => _world.StartThread(this, $"{Name}: {name}", run);

    public override void Queue(IThreadPoolWorkItem item) => _world.Schedule(this, item.GetType().Name, item.Execute);

    public override void Queue(Action action) => _world.Schedule(this, "pool", action);

    public override void Serve(ServedItem item) => Queue(item);

    /// <summary>Watches nothing: a handler cannot hold a thread of which there are any number.</summary>
    public override HeldThread EnterHandler(IHandlerCall call) => default;

    public override ITimer CreateTimer(Action due) => new WorldTimer(_world, this, due);

    public override void Tell(Action tell) => _told.Add(tell);

    public override void AwaitTold(TimeSpan timeout)
    {
        var come = _told.Come;
        _world.WaitUntil(() => _told.Done >= come, timeout);
    }

    public override bool Wait(Task task, TimeSpan timeout) => _world.WaitUntil(() => task.IsCompleted, timeout) && task.Wait(TimeSpan.Zero);

    /// <summary>Cancels at once, as outside of simulations; what was registered runs on its own, so never under a lock of whoever cancels.</summary>
    public override void Cancel(CancellationTokenSource source, Action<Exception> failed)
    {
        if (Cancelling.Begin(source)) Queue(RunRegistered);

        void RunRegistered()
        {
            try
            {
                Cancelling.RunRegistered(source, throwOnFirstException: false);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    /// <summary>Makes what completes a task. Whoever waits goes on at once where it completes, unless in another context: elsewhere would be the pool of the process.</summary>
    public override TaskCompletionSource CreateCompletion() => new();
}
