namespace KafkaRunner.Internal.Offsets;

/// <summary>Where a group begins in a partition for which it has committed nothing. Pure.</summary>
internal static class StartRule
{
    /// <summary>Gets how many partitions a topic had when the group first committed, as far as anyone knows.</summary>
    /// <param name="carried">What the maps of its partitions say.</param>
    /// <param name="now">How many it has; null for unknown.</param>
    public static int? FirstPartitions(IEnumerable<int> carried, int? now) => carried.Select(count => (int?)count).Append(now).Min();

    /// <summary>Gets whether a partition came to the topic after the group did, so that it has not seen any of its messages.</summary>
    public static bool IsNew(int partition, int? firstPartitions) => partition >= firstPartitions;

    /// <summary>Gets whether a partition is read from the end of its log on: <c>latest</c> is about the beginning of the group only.</summary>
    public static bool IsAtEnd(StartPosition position, int partition, int? firstPartitions) =>
        position == StartPosition.Latest && !IsNew(partition, firstPartitions);
}
