using KafkaRunner.Internal.Threads;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Bounds what is in work over all partitions of a consumer, and shares it fairly: a partition that waits stands in line once, whatever
/// it has, and whoever has had its turn lets the next one go on.
/// </summary>
internal sealed class Permits(int count, EngineRuntime runtime)
{
    private readonly Lock _lock = new();
    private readonly Queue<Dispatcher> _line = new();
    private readonly Stack<Permit> _free = new();
    private readonly List<Permit> _all = [];
    private volatile bool _anyoneWaits;

    /// <summary>Gets what permits work on.</summary>
    public EngineRuntime Runtime { get; } = runtime;

    /// <summary>Gets whether a partition waits for a permit.</summary>
    public bool AnyoneWaits => _anyoneWaits;

    /// <summary>Gets a permit for a partition, or null: then it stands in line, and whoever is done works for it.</summary>
    public Permit? Take(Dispatcher dispatcher)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var permit))
            {
                if (_all.Count == count)
                {
                    Enqueue(dispatcher);
                    return null;
                }

                permit = new Permit(this);
                _all.Add(permit);
            }

            permit.Dispatcher = dispatcher;
            return permit;
        }
    }

    /// <summary>Hands a permit to the partition that has waited for longest, or takes it back: then false.</summary>
    public bool PassOn(Permit permit)
    {
        lock (_lock)
        {
            permit.Dispatcher = Dequeue();
            if (permit.Dispatcher is null) _free.Push(permit);
            return permit.Dispatcher is not null;
        }
    }

    /// <summary>Hands a permit to the partition that has waited for longest, if any; the one that had it goes to the end of the line.</summary>
    public void TakeTurns(Permit permit)
    {
        lock (_lock)
        {
            if (Dequeue() is not { } next) return;
            Enqueue(permit.Dispatcher!);
            permit.Dispatcher = next;
        }
    }

    /// <summary>Gets what is in work: the place, the first one's of a batch, and for how long. Any thread; a moment old.</summary>
    public IReadOnlyList<(TopicPartition Partition, long Offset, TimeSpan Running)> InWork()
    {
        var now = Runtime.Milliseconds;
        lock (_lock)
        {
            return [.. from permit in _all
                       let offset = permit.Run.Offset
                       where offset >= 0
                       select (permit.Dispatcher!.Partition, offset, TimeSpan.FromMilliseconds(now - permit.Run.Since))];
        }
    }

    private void Enqueue(Dispatcher dispatcher)
    {
        if (dispatcher.IsInLine) return;
        dispatcher.IsInLine = true;
        _line.Enqueue(dispatcher);
        _anyoneWaits = true;
    }

    private Dispatcher? Dequeue()
    {
        if (!_line.TryDequeue(out var dispatcher)) return null;
        dispatcher.IsInLine = false;
        _anyoneWaits = _line.Count > 0;
        return dispatcher;
    }
}
