namespace KafkaRunner.Producing;

/// <summary>Counts accepted messages without a report, such that one can wait for those so far while others go on being accepted.</summary>
/// <remarks>Messages belong to generations; waiting closes the current one. A generation is done when it and all before it are.</remarks>
internal sealed class Outstanding
{
    private readonly Lock _gate = new();
    private Task _before = Task.CompletedTask;
    private Generation _current = new();
    private long _count;

    public long Count
    {
        get { lock (_gate) return _count; }
    }

    public Generation Enter()
    {
        lock (_gate)
        {
            _count++;
            _current.Count++;
            return _current;
        }
    }

    public void Leave(Generation generation)
    {
        lock (_gate)
        {
            _count--;
            if (--generation.Count > 0 || generation == _current) return;
        }

        generation.Done.SetResult();
    }

    /// <summary>A task that completes when every message that has entered so far has left.</summary>
    public Task SoFar()
    {
        lock (_gate)
        {
            if (_current.Count == 0) return _before;
            _before = _before.IsCompleted ? _current.Done.Task : Task.WhenAll(_before, _current.Done.Task);
            _current = new Generation();
            return _before;
        }
    }

    /// <summary>Messages between two waits.</summary>
    internal sealed class Generation
    {
        public int Count { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
