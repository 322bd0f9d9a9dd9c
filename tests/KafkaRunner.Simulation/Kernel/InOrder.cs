namespace KafkaRunner.Simulation.Kernel;

/// <summary>What happens one after the other, in the order in which it came, with other things between.</summary>
internal sealed class InOrder(World world, WorldRuntime owner, string what)
{
    private readonly Queue<Action> _waiting = new();

    /// <summary>Gets or sets the synchronization context in which it happens.</summary>
    public SynchronizationContext? Context { get; init; }

    /// <summary>Gets how much has come so far.</summary>
    public long Come { get; private set; }

    /// <summary>Gets how much of it has happened.</summary>
    public long Done { get; private set; }

    public void Add(Action happens)
    {
        world.Enter();
        Come++;
        _waiting.Enqueue(happens);
        if (_waiting.Count == 1) Schedule();
    }

    private void Schedule() => world.Schedule(owner, what, Happen, Context);

    private void Happen()
    {
        try
        {
            _waiting.Peek()();
        }
        finally
        {
            Done++;
            _waiting.Dequeue();
            if (_waiting.Count > 0) Schedule();
        }
    }
}
