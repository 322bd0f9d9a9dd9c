namespace KafkaRunner.Simulation.Kernel;

/// <summary>What is to happen: some of it at any time from now on, the rest when it is due.</summary>
internal sealed class Agenda
{
    private readonly List<Happening> _ready = [];
    private readonly PriorityQueue<Happening, TimeSpan> _due = new();

    /// <summary>Gets how many things may happen now. Among them may be some that were called off.</summary>
    public int Ready => _ready.Count;

    /// <summary>Gets when the next thing is due that is not yet; null for never.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            while (_due.TryPeek(out var next, out var due))
            {
                if (!next.IsOff && next.Owner?.IsDead != true) return due;
                _due.Dequeue();
            }

            return null;
        }
    }

    /// <summary>Puts something on it that may happen now.</summary>
    public void Add(Happening happening)
    {
        if (happening.Owner is { IsDead: true }) return;
        if (happening.Owner is { IsFrozen: true } owner) owner.Held.Add(happening);
        else _ready.Add(happening);
    }

    /// <summary>Puts something on it that happens when it is due.</summary>
    public void Add(Happening happening, TimeSpan due) => _due.Enqueue(happening, due);

    /// <summary>Looks what is due by now.</summary>
    public void MoveDue(TimeSpan now)
    {
        while (NextDue <= now) Add(_due.Dequeue());
    }

    /// <summary>Takes one of what is ready off it.</summary>
    public Happening Take(int index)
    {
        var taken = _ready[index];
        _ready[index] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        return taken;
    }

    /// <summary>A process stands still: what it was about to do waits with it.</summary>
    public void Hold(WorldRuntime owner)
    {
        owner.Held.AddRange(_ready.Where(happening => happening.Owner == owner));
        _ready.RemoveAll(happening => happening.Owner == owner);
    }

    /// <summary>A process goes on.</summary>
    public void Release(WorldRuntime owner)
    {
        _ready.AddRange(owner.Held);
        owner.Held.Clear();
    }
}
