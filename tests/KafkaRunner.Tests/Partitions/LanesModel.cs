namespace KafkaRunner.Tests.Partitions;

/// <summary>What lanes promise, written down as simply as can be: a queue for each, and a queue of those that have their turn.</summary>
internal sealed class LanesModel(Ordering ordering)
{
    private readonly Dictionary<long, LinkedList<long>> _waiting = [];
    private readonly Dictionary<long, int> _taken = [];
    private readonly Dictionary<long, long> _laneOf = [];
    private readonly List<long> _turns = [];

    public int Waiting => _waiting.Values.Sum(lane => lane.Count);

    public int Ready => _turns.Count;

    public int Available => _turns.Sum(lane => _waiting[lane].Count);

    public void Add(long offset, ulong? key)
    {
        var lane = ordering switch
        {
            Ordering.Partition => 0,
            Ordering.Key when key is { } known => (long)known,
            _ => -1 - offset,       // its own
        };
        _laneOf[offset] = lane;
        _waiting.TryAdd(lane, []);
        _waiting[lane].AddLast(offset);
        LookAtTurn(lane);
    }

    /// <summary>Takes up to so many of the lane whose turn it is.</summary>
    public List<long> TakeRun(int most)
    {
        var taken = new List<long>();
        if (_turns.Count > 0) TakeFrom(NextTurn(), taken, most);
        return taken;
    }

    /// <summary>Takes up to so many, whole lanes first.</summary>
    public List<long> TakeBatch(int most)
    {
        var taken = new List<long>();
        while (taken.Count < most && _turns.Count > 0) TakeFrom(NextTurn(), taken, most);
        taken.Sort();
        return taken;
    }

    public void Complete(long offset)
    {
        var lane = _laneOf[offset];
        _taken[lane]--;
        LookAtTurn(lane);
    }

    public void PutBack(long offset)
    {
        _waiting[_laneOf[offset]].AddFirst(offset);
        Complete(offset);
    }

    private long NextTurn()
    {
        var lane = _turns[0];
        _turns.RemoveAt(0);
        return lane;
    }

    private void TakeFrom(long lane, List<long> taken, int most)
    {
        while (taken.Count < most && _waiting[lane].First is { } first)
        {
            taken.Add(first.Value);
            _waiting[lane].RemoveFirst();
            _taken[lane] = _taken.GetValueOrDefault(lane) + 1;
        }
    }

    private void LookAtTurn(long lane)
    {
        if (_taken.GetValueOrDefault(lane) == 0 && _waiting[lane].Count > 0 && !_turns.Contains(lane)) _turns.Add(lane);
    }
}
