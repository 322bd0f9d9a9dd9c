namespace KafkaRunner.Benchmarks.Cases;

/// <summary>The type that messages are read as.</summary>
internal sealed record Entry(long Id, string Name, decimal Amount)
{
    /// <summary>Makes an entry whose JSON has about <paramref name="size"/> bytes.</summary>
    public static Entry Make(long id, int size) => new(id, new string('n', Math.Max(1, size - 45)), (id % 1_000) + 0.25m);
}
