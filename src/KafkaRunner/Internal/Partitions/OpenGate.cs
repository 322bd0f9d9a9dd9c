namespace KafkaRunner.Internal.Partitions;

/// <summary>
/// What a partition waits for before anything of it is processed: it must be known where it begins, whoever listens must have heard of it, and a start
/// that was chosen here must be committed. The partition's lock guards it.
/// </summary>
internal sealed class OpenGate(PartitionState state)
{
    private bool _isHeardOf;
    private long _mustBeCommitted;      // a change of the tracker; 0 for none

    /// <summary>Gets whether it is known where the partition begins.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>It is known where the partition begins.</summary>
    /// <param name="mustBeCommitted">The change of the tracker that must be committed first; 0 for none.</param>
    public void Know(long mustBeCommitted) => (IsKnown, _mustBeCommitted) = (true, mustBeCommitted);

    /// <summary>Whoever listens has heard of the partition.</summary>
    public void HeardOf()
    {
        _isHeardOf = IsKnown;
        Look();
    }

    /// <summary>Something was committed.</summary>
    /// <param name="number">The change of the tracker that the commit holds.</param>
    public void Committed(long number)
    {
        if (number >= _mustBeCommitted) _mustBeCommitted = 0;
        Look();
    }

    private void Look() => state.IsOpen |= _isHeardOf && _mustBeCommitted == 0;
}
