namespace KafkaRunner.Internal.Processing;

/// <summary>
/// What flows along with a loop of work: the values of <see cref="AsyncLocal{T}"/> (a tenant, a log scope, the current activity, the culture), and
/// the synchronization context. User code that is not <c>async</c> leaves what it sets behind, and the next attempt is not to find it.
/// </summary>
internal readonly struct AmbientState
{
    private readonly ExecutionContext? _execution;
    private readonly SynchronizationContext? _synchronization;

    private AmbientState(ExecutionContext? execution, SynchronizationContext? synchronization) =>
        (_execution, _synchronization) = (execution, synchronization);

    /// <summary>Gets that of the calling thread.</summary>
    public static AmbientState Capture() => new(ExecutionContext.Capture(), SynchronizationContext.Current);

    /// <summary>Makes it the calling thread's again. Where nothing has changed this only looks.</summary>
    public void Restore()
    {
        if (_execution is not null && !ReferenceEquals(ExecutionContext.Capture(), _execution)) ExecutionContext.Restore(_execution);
        if (!ReferenceEquals(SynchronizationContext.Current, _synchronization)) SynchronizationContext.SetSynchronizationContext(_synchronization);
    }
}
