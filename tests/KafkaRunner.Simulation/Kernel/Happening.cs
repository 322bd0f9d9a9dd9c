namespace KafkaRunner.Simulation.Kernel;

/// <summary>Something that is to happen in a world, once.</summary>
/// <param name="id">Its number among all that was ever to happen there.</param>
/// <param name="owner">The process that it belongs to, with which it stands still and dies; null for none.</param>
/// <param name="what">What it is, in traces.</param>
/// <param name="happen">Does it.</param>
internal sealed class Happening(long id, WorldRuntime? owner, string what, Action happen)
{
    public long Id => id;

    public WorldRuntime? Owner => owner;

    public string What => what;

    /// <summary>Gets or sets the synchronization context in which it happens.</summary>
    public SynchronizationContext? Context { get; set; }

    /// <summary>Gets or sets whether it was called off.</summary>
    public bool IsOff { get; set; }

    public void Happen() => happen();
}
