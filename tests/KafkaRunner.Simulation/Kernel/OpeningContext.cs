namespace KafkaRunner.Simulation.Kernel;

/// <summary>Where code goes on that opens partitions: what is posted happens in the world, in order.</summary>
internal sealed class OpeningContext : SynchronizationContext
{
    private readonly InOrder _posted;

    public OpeningContext(World world, WorldRuntime owner) => _posted = new InOrder(world, owner, "opening") { Context = this };

    public override void Post(SendOrPostCallback d, object? state) => _posted.Add(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nobody waits for it.");

    public override SynchronizationContext CreateCopy() => this;
}
