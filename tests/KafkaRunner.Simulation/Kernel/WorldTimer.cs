namespace KafkaRunner.Simulation.Kernel;

/// <summary>A timer of a process in a world.</summary>
internal sealed class WorldTimer(World world, WorldRuntime owner, Action due) : ITimer
{
    private Happening? _set;
    private TimeSpan _period;
    private bool _isDisposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed) return false;
        CallOff();
        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan) _set = world.Schedule(owner, "timer", OnDue, dueTime);
        return true;
    }

    public void Dispose()
    {
        CallOff();
        _isDisposed = true;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private void OnDue()
    {
        _set = _period > TimeSpan.Zero ? world.Schedule(owner, "timer", OnDue, _period) : null;
        due();
    }

    private void CallOff()
    {
        if (_set is not null) _set.IsOff = true;
        _set = null;
    }
}
