namespace KafkaRunner.Internal.Offsets;

/// <summary>How long the metadata of commits may be: what brokers take by default, until one refuses that. For the client's life; the poll thread's to change.</summary>
/// <param name="carriesMetadata">Whether commits can carry any.</param>
internal sealed class MetadataLimit(bool carriesMetadata)
{
    private int _length = carriesMetadata ? OffsetMap.MaxLength : 0;
    private int _accepted;

    /// <summary>Gets the length in characters. Any thread.</summary>
    public int Length => Volatile.Read(ref _length);

    /// <summary>Gets whether a map of what is finished finds room at all. Any thread.</summary>
    public bool HoldsMaps => OffsetMap.IsUsable(Length);

    /// <summary>Metadata of this length was accepted.</summary>
    public void Accepted(int length) => _accepted = Math.Max(_accepted, length);

    /// <summary>Metadata of this length was refused, and the broker does not say what it would take: half of it is tried next, or what it took before.</summary>
    public void Refused(int length)
    {
        if (length <= _accepted) _accepted = 0;     // another coordinator, with a limit of its own
        Volatile.Write(ref _length, Math.Min(Length, Math.Max(_accepted, length / 2)));
    }
}
