namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// Bounds what is in work over all partitions of a consumer, and shares it fairly: a partition that waits stands in line once, whatever
/// it has, and whoever has had its turn lets the next one go on.
/// </summary>
internal sealed class Permits(int count)
{
    private readonly Lock _lock = new();
    private readonly Queue<PartitionWorker> _line = new();
    private readonly Stack<Permit> _free = new();
    private readonly List<Permit> _all = [];
    private volatile bool _anyoneWaits;

    /// <summary>Gets whether a partition waits for a permit.</summary>
    public bool AnyoneWaits => _anyoneWaits;

    /// <summary>Gets a permit for a worker, or null: then it stands in line, and whoever is done works for it.</summary>
    public Permit? Take(PartitionWorker worker)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var permit))
            {
                if (_all.Count == count)
                {
                    Enqueue(worker);
                    return null;
                }

                permit = new Permit(this);
                _all.Add(permit);
            }

            permit.Worker = worker;
            return permit;
        }
    }

    /// <summary>Hands a permit to the worker that has waited for longest, or takes it back: then false.</summary>
    public bool PassOn(Permit permit)
    {
        lock (_lock)
        {
            permit.Worker = Dequeue();
            if (permit.Worker is null) _free.Push(permit);
            return permit.Worker is not null;
        }
    }

    /// <summary>Hands a permit to the worker that has waited for longest, if any; the one that had it goes to the end of the line.</summary>
    public void TakeTurns(Permit permit)
    {
        lock (_lock)
        {
            if (Dequeue() is not { } next) return;
            Enqueue(permit.Worker!);
            permit.Worker = next;
        }
    }

    /// <summary>Gets what is in work: the place, the first one's of a batch, and for how long. Any thread; a moment old.</summary>
    public IReadOnlyList<(TopicPartition Partition, long Offset, TimeSpan Running)> InWork()
    {
        var now = Environment.TickCount64;
        lock (_lock)
        {
            return [.. from permit in _all
                       let offset = permit.Offset
                       where offset >= 0
                       select (permit.Worker!.Partition, offset, TimeSpan.FromMilliseconds(now - permit.Since))];
        }
    }

    private void Enqueue(PartitionWorker worker)
    {
        if (worker.IsInLine) return;
        worker.IsInLine = true;
        _line.Enqueue(worker);
        _anyoneWaits = true;
    }

    private PartitionWorker? Dequeue()
    {
        if (!_line.TryDequeue(out var worker)) return null;
        worker.IsInLine = false;
        _anyoneWaits = _line.Count > 0;
        return worker;
    }
}
