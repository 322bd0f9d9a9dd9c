namespace KafkaRunner.Simulation.Checks;

/// <summary>What all members of a group have in common, as far as it says what they may do.</summary>
/// <param name="Guarantee">Whether a message may be repeated, or lost.</param>
/// <param name="Mode">When something is committed.</param>
/// <param name="Start">Where the group begins.</param>
/// <param name="Source">Whether commits carry a map.</param>
/// <param name="MetadataLimit">How much of it brokers take.</param>
internal sealed record GroupFacts(
    DeliveryGuarantee Guarantee = DeliveryGuarantee.AtLeastOnce,
    CommitMode Mode = CommitMode.Interval,
    StartPosition Start = StartPosition.Earliest,
    MessageSource Source = MessageSource.Native,
    int MetadataLimit = 4096)
{
    public bool IsAtMostOnce => Guarantee == DeliveryGuarantee.AtMostOnce;

    /// <summary>Gets whether commits tell all that is finished.</summary>
    public bool CarriesMaps => Source == MessageSource.Native && MetadataLimit >= 4096;
}

/// <summary>What is a member's own.</summary>
/// <param name="Name">Its name, which no other one has, also not after it.</param>
/// <param name="Ordering">Which messages it keeps in order.</param>
/// <param name="MaxConcurrency">How many messages or batches it may have in work.</param>
/// <param name="BatchSize">How many messages a batch has at most; 1 where it takes single ones.</param>
/// <param name="DrainTimeout">How long it waits for work when a partition is revoked.</param>
internal sealed record MemberFacts(string Name, Ordering Ordering, int MaxConcurrency, int BatchSize, TimeSpan DrainTimeout);
