using System.Runtime.InteropServices;

namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// A partition's messages in their lanes, and the lanes in the order of their turns: the lane that had its turn goes to the end of the
/// queue, so a key with very many messages keeps no other waiting. Pure; its worker's lock guards it.
/// </summary>
internal sealed class Lanes(Ordering ordering)
{
    private const int MostPooled = 1024;

    private readonly Dictionary<ulong, Lane> _byKey = [];
    private readonly Lane? _only = ordering == Ordering.Partition ? new Lane { Key = 0 } : null;
    private Lane? _firstReady;
    private Lane? _lastReady;
    private Lane? _pool;
    private int _pooled;

    /// <summary>Gets how many lanes have their turn.</summary>
    public int Ready { get; private set; }

    /// <summary>Gets how many messages wait in lanes that have their turn.</summary>
    public int Available { get; private set; }

    /// <summary>Gets how many messages wait, whether or not it is their lane's turn.</summary>
    public int Waiting { get; private set; }

    /// <summary>Adds a message that was read, to the end of its lane.</summary>
    public void Add(PendingMessage message, ulong? key)
    {
        var lane = LaneOf(key);
        message.Lane = lane;
        lane.Add(message);
        Waiting++;
        if (lane.IsReady) Available++;
        else if (lane.Taken == 0) MakeReady(lane);
    }

    /// <summary>Takes up to so many messages of the lane whose turn it is.</summary>
    public void TakeRun(List<PendingMessage> messages, int most)
    {
        if (_firstReady is not { } lane) return;
        LeaveQueue(lane, before: null);
        while (messages.Count < most && lane.Count > 0) messages.Add(TakeFrom(lane));
    }

    /// <summary>Takes up to so many messages, whole lanes at a time as far as they go, in ascending order of their offsets.</summary>
    public void Take(List<PendingMessage> messages, int most)
    {
        while (messages.Count < most && _firstReady is { } lane)
        {
            LeaveQueue(lane, before: null);
            while (messages.Count < most && lane.Count > 0) messages.Add(TakeFrom(lane));
        }

        if (_only is null) messages.Sort(static (one, other) => one.Offset.CompareTo(other.Offset));
    }

    /// <summary>A message that was taken is finished: when it was the last one in work of its lane, the lane's next turn can come.</summary>
    public void Complete(PendingMessage message)
    {
        var lane = message.Lane;
        if (--lane.Taken > 0) return;
        if (lane.Count > 0) MakeReady(lane);
        else Recycle(lane);
    }

    /// <summary>A message that was taken waits again, before all others of its lane. Of several the last one comes first.</summary>
    public void PutBack(PendingMessage message)
    {
        message.Lane.AddFirst(message);
        Waiting++;
        Complete(message);
    }

    /// <summary>Gets when the oldest message that is available was read, by the clock of its worker; now for none.</summary>
    public long AvailableSince(long now)
    {
        for (var lane = _firstReady; lane is not null; lane = lane.Next) now = Math.Min(now, lane.First!.ReadAt);
        return now;
    }

    /// <summary>Takes the first message of a lane, if it is its turn, whatever lanes stand before it.</summary>
    public void TakeFirstOf(Lane lane, List<PendingMessage> messages)
    {
        if (!lane.IsReady) return;
        Lane? before = null;
        for (var other = _firstReady; other != lane; other = other!.Next) before = other;
        LeaveQueue(lane, before);
        messages.Add(TakeFrom(lane));
    }

    /// <summary>Takes messages that wait out of their lanes. What was taken before stays taken, and keeps its lane.</summary>
    /// <param name="goes">Which; of a lane all that come after the first of them.</param>
    /// <param name="removed">Called for each.</param>
    public void Remove(Func<PendingMessage, bool> goes, Action<PendingMessage> removed)
    {
        var lanes = new HashSet<Lane>(_byKey.Values);
        if (_only is not null) lanes.Add(_only);
        for (var lane = _firstReady; lane is not null; lane = lane.Next) lanes.Add(lane);
        while (_firstReady is { } ready) LeaveQueue(ready, before: null);
        foreach (var lane in lanes)
        {
            for (var count = lane.Count; count > 0; count--)
            {
                var message = lane.Take();
                if (!goes(message))
                {
                    lane.Add(message);
                    continue;
                }

                Waiting--;
                removed(message);
            }

            if (lane.Taken > 0) continue;
            if (lane.Count > 0) MakeReady(lane);
            else Recycle(lane);
        }
    }

    private Lane LaneOf(ulong? key)
    {
        if (_only is not null) return _only;
        if (key is not { } known) return NewLane(null);
        ref var lane = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, known, out _);
        return lane ??= NewLane(known);
    }

    private Lane NewLane(ulong? key)
    {
        if (_pool is not { } lane) return new Lane { Key = key };
        (_pool, lane.Next, lane.Key) = (lane.Next, null, key);
        _pooled--;
        return lane;
    }

    private void Recycle(Lane lane)
    {
        if (lane == _only) return;
        if (lane.Key is { } key) _byKey.Remove(key);
        if (_pooled == MostPooled) return;
        (lane.Next, _pool) = (_pool, lane);
        _pooled++;
    }

    private PendingMessage TakeFrom(Lane lane)
    {
        lane.Taken++;
        Waiting--;
        return lane.Take();
    }

    private void MakeReady(Lane lane)
    {
        lane.IsReady = true;
        if (_lastReady is null) _firstReady = lane;
        else _lastReady.Next = lane;
        _lastReady = lane;
        Ready++;
        Available += lane.Count;
    }

    private void LeaveQueue(Lane lane, Lane? before)
    {
        lane.IsReady = false;
        if (before is null) _firstReady = lane.Next;
        else before.Next = lane.Next;
        if (lane.Next is null) _lastReady = before;
        lane.Next = null;
        Ready--;
        Available -= lane.Count;
    }
}
