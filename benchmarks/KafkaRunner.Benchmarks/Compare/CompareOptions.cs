namespace KafkaRunner.Benchmarks.Compare;

/// <summary>What to compare, from the command line.</summary>
/// <param name="Brokers">Where; null for an embedded broker.</param>
/// <param name="Messages">How many messages the reading cases read.</param>
/// <param name="Size">How many bytes their values have, about.</param>
/// <param name="Partitions">How many partitions they are spread over.</param>
/// <param name="Rounds">How many passes of each case count.</param>
/// <param name="Cases">Which; none for all.</param>
/// <param name="Quick">Whether it is only to be shown that the suite runs.</param>
internal sealed record CompareOptions(
    string? Brokers, int Messages, int Size, int Partitions, int Rounds, IReadOnlyList<string> Cases, bool Quick = false)
{
    public CompareOptions Quickly() => this with { Messages = Math.Min(Messages, 16_000), Rounds = 1, Quick = true };
}
