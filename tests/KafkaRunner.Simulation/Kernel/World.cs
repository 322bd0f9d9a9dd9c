namespace KafkaRunner.Simulation.Kernel;

/// <summary>
/// The world of a seed. Threads hand a baton on, so that one runs at any time; all else happens one after the other on the world's own thread. What happens
/// next is chosen by chance among what can happen; where nothing can, time passes until something is due.
/// </summary>
internal sealed partial class World : IWorld
{
    private const int MostFarewells = 1_000;

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly Random _chance;
    private readonly WorldLimits _limits;
    private readonly Agenda _agenda = new();
    private readonly List<Strand> _waiting = [];
    private readonly List<Strand> _able = [];
    private readonly Baton _loop = new();
    private Happening? _handed;
    private Strand? _current;
    private Thread _holder = Thread.CurrentThread;
    private Breach? _breach;
    private long _ids;
    private long _steps;
    private volatile bool _isOver;

    public World(int seed, WorldLimits? limits = null)
    {
        _chance = Chances.Of(seed, purpose: 0);
        _limits = limits ?? WorldLimits.Usual;
    }

    public TimeSpan Now { get; private set; }

    /// <summary>Gets what has happened.</summary>
    public Record Record { get; } = new();

    /// <summary>Gets the rule that was broken first; null for none.</summary>
    public Breach? Breach => _breach;

    /// <summary>Gets how many things have happened.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Gets whether nothing more happens.</summary>
    public bool IsOver => _isOver;

    /// <summary>Gets or sets whether to look, after each step, for work on the pool of the process. It costs time; nothing else of the process may use the pool.</summary>
    public bool WatchesPool { get; set; }

    public int Pick(int below)
    {
        Enter();
        return _chance.Next(below);
    }

    public bool Chance(double probability) => Fraction() < probability;

    /// <summary>Gets a number from 0 to below 1, by chance.</summary>
    public double Fraction()
    {
        Enter();
        return _chance.NextDouble();
    }

    public void After(TimeSpan delay, string what, Action happens) => Schedule(null, what, happens, delay);

    /// <summary>Has something happen at any time from now on.</summary>
    public Happening Schedule(WorldRuntime? owner, string what, Action happens, SynchronizationContext? context = null)
    {
        Enter();
        var happening = new Happening(++_ids, owner, what, happens) { Context = context };
        if (!_isOver) _agenda.Add(happening);
        return happening;
    }

    /// <summary>Has something happen when a time has passed.</summary>
    public Happening Schedule(WorldRuntime? owner, string what, Action happens, TimeSpan delay)
    {
        Enter();
        var happening = new Happening(++_ids, owner, what, happens);
        if (!_isOver) _agenda.Add(happening, After(delay));
        return happening;
    }

    /// <summary>Time passes while something happens that takes it; nothing else happens meanwhile.</summary>
    public void Spend(TimeSpan time)
    {
        Enter();
        Now += time;
    }

    public void Note(string kind, string what)
    {
        Enter();
        if (!_isOver) Record.Note(kind, what, Now);
    }

    public void Fail(string rule, string what)
    {
        if (!_isOver) Interlocked.CompareExchange(ref _breach, new Breach(rule, what), null);
    }

    /// <summary>The life in this world has come to its end: nothing more happens.</summary>
    public void End() => _isOver = true;

    /// <summary>Stands still or goes on.</summary>
    public void SetHeld(WorldRuntime owner, bool isHeld)
    {
        Enter();
        if (isHeld) _agenda.Hold(owner);
        else _agenda.Release(owner);
    }

    /// <summary>Asserts that the caller has the baton. Others are none of the world's threads, and what they do is in no order.</summary>
    public void Enter()
    {
        if (Thread.CurrentThread == _holder || _isOver) return;
        var stranger = Thread.CurrentThread.IsThreadPoolThread ? "the pool of the process" : $"a thread that is not the world's ({Thread.CurrentThread.Name})";
        Fail(Rules.RealPool, $"Something runs on {stranger}:{Environment.NewLine}{Environment.StackTrace}");
        throw new InvalidOperationException($"This runs on {stranger}.");
    }

    /// <summary>Lives a life: calls what begins it, and then has happen what comes of that, until nothing is left or the world is over.</summary>
    /// <remarks>It is lived on threads of the world; the caller waits.</remarks>
    public void Run(Action begin)
    {
        var done = new Baton();
        Schedule(null, "begin", begin);
        ReusedThread.Start(() =>
        {
            Loop();
            done.Give();
        });
        for (var steps = -1L; !done.TryAwait(_limits.RealStep);)
        {
            if (Steps == steps)
            {
                Fail(Rules.Hung, $"Step {steps} has taken more than {_limits.RealStep.TotalSeconds} s. Does a thread of this world hold a lock while it waits?");
                _isOver = true;
                return;
            }

            steps = Steps;
        }
    }

    private static void Restore(ExecutionContext context)
    {
        ExecutionContext.Restore(context);
        SynchronizationContext.SetSynchronizationContext(null);
    }

    private TimeSpan After(TimeSpan delay) => delay < TimeSpan.MaxValue - Now ? Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero) : TimeSpan.MaxValue;

    private void Loop()
    {
        var clean = ExecutionContext.Capture()!;
        if (WatchesPool) RealPool.AwaitRest();
        var pool = RealPool.Work;
        _holder = Thread.CurrentThread;
        while ((_handed ?? Next()) is { } next)
        {
            _handed = null;
            if (next is Happening happening)
            {
                (_holder, _current) = (Thread.CurrentThread, null);
                Do(happening);
                Restore(clean);
            }
            else
            {
                ((Strand)next).Baton.Give();
                _loop.Await();
            }

            if (WatchesPool && RealPool.Work > pool) Fail(Rules.RealPool, "Something was given to the pool of the process in this step, or the one before it.");
        }

        _isOver = true;
        foreach (var strand in _waiting)
        {
            _current = strand;
            strand.Baton.Give();
            _loop.TryAwait(LongestFarewell);
        }
    }

    private void Do(Happening happening)
    {
        SynchronizationContext.SetSynchronizationContext(happening.Context);
        try
        {
            happening.Happen();
        }
        catch (Exception exception)
        {
            Fail(Rules.Exception, $"{happening.What}: {exception}");
        }
    }
}
