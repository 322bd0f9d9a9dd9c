namespace KafkaRunner.Configuration;

/// <summary>Divides one amount of memory for fetched messages over partitions, in librdkafka's terms. Pure.</summary>
/// <remarks>
/// librdkafka's limits hold for each partition, and it fetches once more while a partition is below them. So a partition costs up to
/// <see cref="QueuedKilobytes"/>, one fetch, and some 430 bytes of librdkafka's own for each message. With half a share for the bytes
/// and a message for each 800 bytes of it, that stays about a share whatever size messages have.
/// </remarks>
/// <param name="QueuedKilobytes"><c>queued.max.messages.kbytes</c></param>
/// <param name="QueuedMessages"><c>queued.min.messages</c>, which acts as a maximum: with so many waiting, nothing is fetched.</param>
/// <param name="FetchBytes"><c>fetch.message.max.bytes</c></param>
internal readonly record struct PrefetchBudget(int QueuedKilobytes, int QueuedMessages, int FetchBytes)
{
    /// <summary>How many partitions a topic is taken to have when nobody tells.</summary>
    public const int GuessedPartitions = 32;

    private const int BytesForEachMessage = 800;

    // librdkafka's own defaults: more only costs memory.
    private const int MostKilobytes = 65_536;
    private const int MostMessages = 100_000;
    private const int MostFetchBytes = 1_048_576;

    // Below these a partition would mostly wait for its next fetch.
    private const int LeastKilobytes = 64;
    private const int LeastMessages = 200;
    private const int LeastFetchBytes = 65_536;

    /// <param name="budgetMiB">For all partitions; less than partitions times the floors is raised to that.</param>
    /// <param name="partitions">Of all subscribed topics, as if all were ours.</param>
    public static PrefetchBudget Divide(int budgetMiB, int partitions)
    {
        var share = ((long)budgetMiB << 20) / Math.Max(partitions, 1);
        return new PrefetchBudget(
            (int)Math.Clamp(share / 2 / 1024, LeastKilobytes, MostKilobytes),
            (int)Math.Clamp(share / BytesForEachMessage, LeastMessages, MostMessages),
            (int)Math.Clamp(share / 8, LeastFetchBytes, MostFetchBytes));
    }
}
